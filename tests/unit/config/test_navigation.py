from django.urls import reverse

from seenheard.accounts.domain.roles import ABILITIES
from seenheard.config import navigation


def texts(role, path="/"):
    return [link.text for link in navigation.links(role, path)]


def test_each_role_is_offered_its_own_pages():
    assert texts("social_worker") == ["My work", "Children", "Reports", "Rules"]
    managers = ["Reports", "Cover", "Conflicts"]
    assert texts("team_manager") == ["My work", "My team", "Children", *managers, "Due dates", "Rules"]
    files = ["Restricted", "Closed files"]
    alone = [
        "Reports",
        "Published reports",
        "Cover",
        "Conflicts",
        *files,
        "What is asked",
        "To agree",
        "Due dates",
        "Rules",
    ]
    assert texts("service_manager") == ["My work", "All teams", "Children", *alone]
    assert texts("analyst") == ["Imports", "Due dates", "Rules"]
    assert texts("administrator") == ["People", "To agree", "Messages", "Rules"]
    assert texts("duty_worker") == ["Open a record", "Rules"]
    assert texts("carer") == ["Children placed with you"]
    assert texts("director") == ["Totals", "Published reports"]
    assert texts("partner") == texts("scrutiny_member") == ["Published reports"]
    for role in ("partner", "scrutiny_member", "director"):
        assert [link.text for link in navigation.footer(role)] == ["Accessibility"]
    assert [link.text for link in navigation.footer("carer")] == ["Accessibility"]
    assert [link.text for link in navigation.footer()] == ["Register of rules", "Accessibility"]
    assert texts("records_guardian") == ["Looks to judge", "Conflicts", "Rules"]


def test_every_line_leads_to_a_page_and_names_real_roles():
    for entry in (*navigation.ENTRIES, *navigation.FOOTER):
        assert reverse(entry.page).startswith("/")
        assert entry.roles <= set(ABILITIES)


def test_the_page_one_is_on_is_marked_and_only_that():
    deep = reverse("desk:children") + "0b5f6c1e-0000-4000-8000-000000000000/story/"
    assert [link.text for link in navigation.links("team_manager", deep) if link.current] == ["Children"]
    assert [link.text for link in navigation.links("team_manager", "/elsewhere/") if link.current] == []
    for name in ("categories", "settings", "languages"):
        asked = navigation.links("service_manager", reverse(f"voices:{name}"))
        assert [link.text for link in asked if link.current] == ["What is asked"], name
