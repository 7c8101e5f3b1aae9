"""The forms of sign-in and of people, in our own words."""

from collections.abc import Mapping

from allauth.account.forms import ChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from allauth.mfa.webauthn.internal.auth import parse_authentication_response
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from seenheard.accounts import queries, team_names, workers_in_files
from seenheard.accounts.models import Role, User
from seenheard.ui.forms import DateField, Form
from seenheard.ui.meanings import AsksAgain
from seenheard.ui.words import join_and

PASSWORD_HINT = (
    "At least 12 characters; 15 or more is better. Three or four words that do not belong together work well."
)


class OwnWords:
    """Gives allauth's fields our labels and messages. `words`: field -> (label, what to say when it is empty)."""

    words: dict[str, tuple[str, str]] = {}  # noqa: RUF012 - read, never changed
    hints: dict[str, str] = {}  # noqa: RUF012

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, empty) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, self.hints.get(name, "")
            field.error_messages |= {"required": empty, "invalid": empty}
            field.widget.attrs.pop("placeholder", None)


class LoginForm(OwnWords, AllauthLoginForm):
    words = {  # noqa: RUF012
        "login": ("E-mail address", "Enter your e-mail address"),
        "password": ("Password", "Enter your password"),
    }


class CodeForm(OwnWords, AuthenticateForm):
    words = {"code": ("Code", "Enter the six-figure code, or a recovery code")}  # noqa: RUF012


class PasskeyForm(LoginWebAuthnForm):
    """A passkey used alone: its signature says that it asked for the finger, the face or the PIN.

    The question asked is not enough to insist on that. It stands in the session, where the second step after a
    password leaves one that a key answers without: somebody with an account and a colleague's key could use that one.
    """

    def clean_credential(self):
        authenticator = super().clean_credential()
        said = parse_authentication_response(self.cleaned_data["credential"])
        if not said.response.authenticator_data.is_user_verified():
            raise ValidationError("The passkey did not say who holds it. Try again, or use another way")
        return authenticator


class ConfirmPasswordForm(OwnWords, AllauthReauthenticateForm):
    words = {"password": ("Password", "Enter your password")}  # noqa: RUF012


class ConfirmCodeForm(OwnWords, CodeAgainForm):
    words = {"code": ("Code", "Enter the six-figure code, or a recovery code")}  # noqa: RUF012


class AppCodeForm(OwnWords, ActivateTOTPForm):
    words = {"code": ("Six-figure code", "Enter the six figures that the app shows")}  # noqa: RUF012


class PasswordForm(OwnWords, ChangePasswordForm):
    words = {  # noqa: RUF012
        "oldpassword": ("The password you have now", "Enter the password you have now"),
        "password1": ("New password", "Enter a new password"),
        "password2": ("New password again", "Enter the new password again"),
    }
    hints = {"password1": PASSWORD_HINT}  # noqa: RUF012


class SetUpForm(Form):
    """An invited person chooses a password."""

    password = forms.CharField(
        label="New password",
        help_text=PASSWORD_HINT,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a new password"},
    )

    def __init__(self, *args, person: User | None = None, **kwargs) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], self.person)
        return self.cleaned_data["password"]


class FirstAdministratorForm(SetUpForm):
    """The first administrator also says who they are."""

    name = forms.CharField(
        label="Your name",
        max_length=200,
        error_messages={"required": "Enter your name", "max_length": "The name must be 200 letters or fewer"},
    )
    email = forms.EmailField(
        label="Your e-mail address",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address like name@example.gov.uk",
            "max_length": "The e-mail address must be 254 letters or fewer",
        },
    )
    field_order = ("name", "email", "password")


class RoleForm(AsksAgain):
    """What somebody does here, and by which numbers the files know them.

    A team may be typed by name. A number that no file has, and that the person did not have before, is asked about: it
    may come with a later file.
    """

    role = forms.ChoiceField(
        label="Role",
        choices=[choice for choice in Role.choices if choice[0] != Role.CARER],  # invited from a child’s own page
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role", "invalid_choice": "Choose a role from the list"},
    )
    worker_refs = forms.CharField(
        label="This person’s numbers in your files",
        help_text="Their worker number and their Social Work England number, as your files have them: so we know "
        "which children they work with. Separate several by commas.",
        required=False,
    )
    team_refs = forms.CharField(
        label="Numbers or names of this person’s teams in your files",
        help_text="As your files have them, or the teams’ names. Separate several by commas.",
        required=False,
    )

    asked_about = forms.CharField(
        label="Numbers in no file that were asked about",
        widget=forms.HiddenInput,
        required=False,
        error_messages={"null_characters_not_allowed": "Enter the numbers again"},
    )

    def clean_worker_refs(self) -> list[str]:
        refs = _listed(self.cleaned_data["worker_refs"])
        return self._checked("worker_refs", refs, workers_in_files.known(refs))

    def clean_team_refs(self) -> list[str]:
        teams = team_names.known()
        refs = [_team(words, teams) for words in _listed(self.cleaned_data["team_refs"])]
        return self._checked("team_refs", list(dict.fromkeys(refs)), teams)

    def _checked(self, field: str, refs: list[str], known: Mapping[str, str]) -> list[str]:
        """The numbers, each of which is in a file, was there before or has been asked about."""
        had = _listed(self.get_initial_for_field(self.fields[field], field) or "")
        unknown = [ref for ref in refs if ref not in known and ref not in had]
        asked = _listed(self.data.get("asked_about", ""))
        if unknown:
            self.send_back("asked_about", ", ".join(dict.fromkeys([*asked, *unknown])))
        told = [f"{known[ref]} ({ref})" for ref in refs if known.get(ref) not in (None, "", ref)]
        if told:
            self[field].help_text += f" You entered {join_and(told)}."
        if new := [ref for ref in unknown if ref not in asked]:
            are, them = ("are", "them") if len(new) > 1 else ("is", "it")
            refs_said = join_and(f"“{ref}”" for ref in new)
            raise ValidationError(
                f"{refs_said} {are} in no file here so far. Check {them}, then press the button again if a later file "
                f"will have {them}"
            )
        return refs


class InviteForm(RoleForm):
    """Somebody new."""

    name = forms.CharField(
        label="Name",
        max_length=200,
        error_messages={"required": "Enter the person's name", "max_length": "The name must be 200 letters or fewer"},
    )
    email = forms.EmailField(
        label="E-mail address",
        error_messages={
            "required": "Enter the person's e-mail address",
            "invalid": "Enter an e-mail address like name@example.gov.uk",
            "max_length": "The e-mail address must be 254 letters or fewer",
        },
    )
    field_order = ("name", "email", "role", "worker_refs", "team_refs", "asked_about")

    def refuse(self, sentence: str) -> None:
        """Show a refusal of the operation beside the field it is about."""
        self.add_error("email", ValidationError(sentence))


class CoverForm(AsksAgain):
    """Who is away, who covers, and from when until when. `cleaned_data` holds the people themselves."""

    covered = forms.CharField(
        label="Who is away",
        help_text="Their name, or the address with which they sign in here.",
        max_length=200,
        error_messages={
            "required": "Enter the name of whoever is away",
            "max_length": "The name must be 200 letters or fewer",
        },
    )
    cover = forms.CharField(
        label="Who covers",
        help_text="Their name, or their address.",
        max_length=200,
        error_messages={
            "required": "Enter the name of whoever covers",
            "max_length": "The name must be 200 letters or fewer",
        },
    )
    from_on = DateField(label="First day away", what="the first day away", help_text="For example 30 6 2026.")
    until_on = DateField(
        label="Back on",
        what="the day of coming back",
        help_text="On this day they are back, and the cover sees their children no more.",
    )
    why = forms.CharField(
        label="A note (you can leave this empty)",
        help_text="For example “leave”. Nothing about anybody’s health, and no child’s name.",
        required=False,
        max_length=200,
        error_messages={"max_length": "The note must be 200 letters or fewer"},
    )

    def clean_covered(self) -> User | None:
        return self._called("covered")

    def clean_cover(self) -> User | None:
        return self._called("cover")

    def _called(self, field: str) -> User | None:
        """Whom a box names; None while it is asked whom it means."""
        words = self.cleaned_data[field]
        try:
            return self.meant(field, words, queries.people_called(words))
        except queries.NotOnePerson as sentence:
            raise ValidationError(str(sentence), "not_one") from None


def _listed(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]


def _team(words: str, teams: Mapping[str, str]) -> str:
    """The number of the team of this number or name, in capitals or not; the words themselves where no file has it."""
    called = words.casefold()
    same = [ref for ref in teams if ref.casefold() == called]
    found = same or [ref for ref, name in teams.items() if name.casefold() == called]
    if words in found or not found:
        return words
    if len(found) > 1:
        raise ValidationError(f"Several teams are called “{words}”: enter the number, {join_and(found, 'or')}")
    return found[0]
