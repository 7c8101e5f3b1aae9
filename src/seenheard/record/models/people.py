"""Who the child is: as each source gives it, names and addresses apart, each with its own permission."""

from django.db import models

from seenheard.lib.declared import holds

from .columns import day, text, yes_no
from .fact import CHILD_FILE, Fact


@holds(
    purpose="Who the child is, without a name.",
    retention=CHILD_FILE,
    sensitive=(
        "born_on",
        "expected_on",
        "sex",
        "gender",
        "ethnicity",
        "died_on",
        "nationality",
        "is_mother",
        "send_flag",
        "language",
        "interpreter",
        "communication",
    ),
    plain=("born_estimated", "upn_unknown"),
)
class Person(Fact):
    """Birth, sex, ethnicity and what helps the child to be understood."""

    born_on = day()
    expected_on = day()
    born_estimated = yes_no()
    sex = text()
    gender = text()
    ethnicity = text()
    upn_unknown = text()
    died_on = day()
    nationality = text()
    is_mother = yes_no()
    send_flag = yes_no()
    language = text()
    interpreter = yes_no()
    communication = text()


@holds(
    purpose="The child's name and the name the child uses.",
    retention=CHILD_FILE,
    sensitive=("forename", "surname", "name_used"),
)
class PersonName(Fact):
    """Kept apart so that most pages never touch it."""

    forename = text()
    surname = text()
    name_used = text()


@holds(
    purpose="The numbers by which other systems know the child.",
    retention=CHILD_FILE,
    sensitive=("value",),
    plain=("kind", "from_on", "until_on"),
)
class LinkedIdentifier(Fact):
    """One number of one kind: la_child_id, upn, former_upn, legacy_id, single_unique_id."""

    kind = text()
    value = text()
    from_on = day()
    until_on = day()

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["value"], name="linkedidentifier_by_value")]


@holds(
    purpose="Where the child lives or lived.",
    retention=CHILD_FILE,
    sensitive=("postcode", "lines", "area", "protected"),
    plain=("kind", "from_on", "until_on"),
)
class Address(Fact):
    """Has its own permission. `area` is the postcode district; `protected` says who must not know it."""

    kind = text()
    from_on = day()
    until_on = day()
    postcode = text()
    lines = text()
    area = text()
    protected = text()


@holds(
    purpose="A disability recorded for the child.",
    retention=CHILD_FILE,
    sensitive=("code",),
)
class Disability(Fact):
    """One code of the census list."""

    code = text()


@holds(
    purpose="The child's immigration status, for the duties owed to an unaccompanied child.",
    retention=CHILD_FILE,
    sensitive=("status",),
    plain=("from_on", "until_on"),
)
class ImmigrationStatus(Fact):
    """For example UASC."""

    status = text()
    from_on = day()
    until_on = day()


@holds(
    purpose="That the child is herself a mother, and of whom.",
    retention=CHILD_FILE,
    sensitive=("child_born_on", "mothers_child_ref"),
)
class Mother(Fact):
    """Her own child's birth and number."""

    child_born_on = day()
    mothers_child_ref = text()

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["mothers_child_ref"], name="mother_by_child")]


@holds(
    purpose="Which children are of one family.",
    retention=CHILD_FILE,
    sensitive=("family_ref",),
)
class Family(Fact):
    """Children with the same `family_ref` are brothers and sisters."""

    family_ref = text()

    class Meta(Fact.Meta):
        indexes = [models.Index(fields=["family_ref"], name="family_by_ref")]
