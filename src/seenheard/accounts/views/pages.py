"""How an allauth view comes to show one of our pages."""

from seenheard.accounts import presenters
from seenheard.accounts.presenters import FormPage
from seenheard.ui.parts import Link


class ShowsPage:
    """Mixed into an allauth view: gives the template `page`, made by `page`, instead of allauth's context."""

    template_name = "accounts/form.html"
    title = ""
    button = "Continue"
    lead: tuple[str, ...] = ()
    warning = False

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"page": self.page(context)}

    def page(self, context) -> FormPage:
        return FormPage(
            title=self.title,
            form=presenters.drawn(context["form"]),
            button=self.button,
            lead=self.lead,
            warning=self.warning,
            back=self.back(),
            # Where somebody has several ways to confirm who they are, the others stand below the form.
            links=tuple(
                Link(way["description"], way["url"]) for way in context.get("reauthentication_alternatives", ())
            ),
        )

    def back(self):
        return None
