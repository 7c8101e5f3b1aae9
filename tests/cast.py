"""Who acts in tests: named people, and how they sign in.

`maya`, `tom` … are fixtures through `tests/conftest.py`'s import of this module, or call the functions directly.
`sign_in(client, person)` stands for a complete sign-in with two factors; `factors=1` stops after the password.
"""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.http import HttpRequest
from django.test import Client

from seenheard.accounts.models import Role, User

TEAM, OTHER_TEAM = "T02", "T03"
PASSWORD = "four words not together"

PEOPLE = {
    "maya": ("Maya Ashworth", Role.SOCIAL_WORKER, ["P0002", "SW900001"], [TEAM]),
    "tom": ("Tom Hale", Role.TEAM_MANAGER, ["P0008"], [TEAM]),
    "ines": ("Ines Duarte", Role.REVIEWING_OFFICER, ["P0010"], []),
    "sara": ("Sara Okafor", Role.SERVICE_MANAGER, [], []),
    "ana": ("Ana Petrov", Role.ANALYST, [], []),
    "dev": ("Dev Mistry", Role.DUTY_WORKER, [], []),
    "grace": ("Grace Amadi", Role.RECORDS_GUARDIAN, [], []),
    "carl": ("Carl Brightwater", Role.CARER, [], []),
    "hugh": ("Hugh Farrow", Role.PARTNER, [], []),
    "cllr": ("Cllr Rowan Pike", Role.SCRUTINY_MEMBER, [], []),
    "della": ("Della Marsh", Role.DIRECTOR, [], []),
    "adam": ("Adam Reed", Role.ADMINISTRATOR, [], []),
    "mona": ("Mona Keel", Role.TEAM_MANAGER, [], [OTHER_TEAM]),
    "otto": ("Otto Lind", Role.SOCIAL_WORKER, ["P0003"], [OTHER_TEAM]),
}
"""maya and tom share a team; ines reviews; sara sees all; ana imports; adam administers; dev is on duty; grace guards
records; hugh, cllr and della see totals alone; otto and mona work elsewhere."""


def person(who: str, **changes) -> User:
    """One of PEOPLE, made in the database (or found again); fields may be changed."""
    name, role, workers, teams = PEOPLE[who]
    fields = {"name": name, "role": role, "worker_refs": workers, "team_refs": teams} | changes
    found = User.objects.filter(email=f"{who}@fenmarsh.example").first()
    return found or User.objects.create_user(f"{who}@fenmarsh.example", PASSWORD, **fields)


def maya() -> User:
    """A social worker of TEAM."""
    return person("maya")


def tom() -> User:
    """Her manager."""
    return person("tom")


def ines() -> User:
    """A reviewing officer."""
    return person("ines")


def sara() -> User:
    """The service manager."""
    return person("sara")


def ana() -> User:
    """The analyst, who imports."""
    return person("ana")


def adam() -> User:
    """The administrator, who sees no child."""
    return person("adam")


def otto() -> User:
    """A social worker of another team."""
    return person("otto")


CARERS = {"carl": "Carl Brightwater", "cleo": "Cleo Brightwater", "cato": "Cato Fenn"}
"""Carl and Cleo are of one household where a test makes them so; Cato is of another."""


def carer(who: str = "carl", **changes) -> User:
    """One of CARERS, made in the database (or found again)."""
    email = f"{who}@carers.example"
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, PASSWORD, name=CARERS[who], role=Role.CARER, **changes)


def newcomer(role: str = Role.SOCIAL_WORKER, **changes) -> User:
    """Somebody in nobody's files, with a password and no second factor yet."""
    return User.objects.create_user("new@fenmarsh.example", PASSWORD, name="Noor New", role=role, **changes)


def signed_in(who: User | str, *, factors: int = 2, **client) -> Client:
    """A browser in which this person has just signed in."""
    return sign_in(Client(**client), person(who) if isinstance(who, str) else who, factors=factors)


def sign_in(client: Client, who: User, *, factors: int = 2) -> Client:
    """Sign `who` in as the site would after a password and, with two factors, a code."""
    request = HttpRequest()
    request.session = client.session
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    login(request, who, backend="seenheard.accounts.backends.SignIn")
    record_authentication(request, who, "password", email=who.email, reauthenticated=True)
    if factors == 2:
        record_authentication(request, who, "mfa", type="totp")
    request.session.save()
    client.cookies["session"] = request.session.session_key
    return client
