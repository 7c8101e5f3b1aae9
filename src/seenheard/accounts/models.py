"""People who use the system, and how they were let in."""

import uuid

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from seenheard.lib.declared import holds


class Role(models.TextChoices):
    """What a person does here; `domain.roles` says what each lets them do."""

    SOCIAL_WORKER = "social_worker", "Social worker"
    TEAM_MANAGER = "team_manager", "Team manager"
    REVIEWING_OFFICER = "reviewing_officer", "Reviewing officer"
    SERVICE_MANAGER = "service_manager", "Service manager"
    DUTY_WORKER = "duty_worker", "Duty worker"
    RECORDS_GUARDIAN = "records_guardian", "Guardian of records"
    ANALYST = "analyst", "Analyst"
    ADMINISTRATOR = "administrator", "Administrator"
    CARER = "carer", "Carer"
    PARTNER = "partner", "Partner"
    SCRUTINY_MEMBER = "scrutiny_member", "Scrutiny member"
    DIRECTOR = "director", "Director"


class UserManager(BaseUserManager):
    """Makes people; the e-mail address is the name they sign in with."""

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


@holds(
    purpose="Let staff sign in, and tell which children they work with",
    retention="Six years after the account is switched off",
    sensitive=("email", "name", "password", "worker_refs", "cast_as"),
    plain=("id", "public_id", "role", "team_refs", "is_active", "last_login"),
)
class User(AbstractBaseUser):
    """One person. `worker_refs` and `team_refs` are the keys by which the record names them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=30, choices=Role.choices)
    worker_refs = models.JSONField(default=list, blank=True)
    team_refs = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(default=True)
    # "Maya Ashworth, social worker": how the demo's sign-in page offers this invented person; empty for everyone real.
    cast_as = models.CharField(max_length=100, blank=True, default="")

    stands_in: tuple | None = None  # a day, and for whom this person covers on it: see queries.covered_by
    sight: tuple | None = None  # which children, put together once: see record.queries.seeing

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
        ]


@holds(
    purpose="Let one person choose a password, once",
    retention="Until used or run out",
    sensitive=("token_hash",),
    plain=("id", "user", "made_at", "made_by", "until_at", "used_at"),
)
class Invitation(models.Model):
    """A one-time set-up link. Only a hash of its token is kept. Without a user it makes the first administrator."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.TextField()
    until_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


@holds(
    purpose="Let somebody stand in for a person who is away, and say for which days",
    retention="As long as the trail",
    sensitive=("why",),
    plain=("id", "public_id", "covered", "cover", "from_on", "until_on", "by", "at"),
)
class Cover(models.Model):
    """From a day until another (not included) `covered` is away, and `cover` stands in."""

    append_only = "insert"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    covered = models.ForeignKey(User, on_delete=models.PROTECT, related_name="covers_of")
    cover = models.ForeignKey(User, on_delete=models.PROTECT, related_name="covers_by")
    from_on = models.DateField()
    until_on = models.DateField()
    by = models.TextField()
    at = models.DateTimeField()
    why = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(until_on__gt=models.F("from_on")), name="cover_ends_after"),
            models.CheckConstraint(condition=~models.Q(covered=models.F("cover")), name="cover_is_somebody_else"),
        ]


@holds(
    purpose="That a cover ended before its day",
    retention="As long as the trail",
    sensitive=(),
    plain=("id", "of", "ended_on", "by", "at"),
)
class EndedCover(models.Model):
    """One cover, over early: from `ended_on` on it lets nobody see anything."""

    append_only = "insert"

    of = models.OneToOneField(Cover, on_delete=models.PROTECT, related_name="ended")
    ended_on = models.DateField()
    by = models.TextField()
    at = models.DateTimeField()


class Asked(models.TextChoices):
    """What gives somebody a right here."""

    INVITE = "invite", "be let in"
    CHANGE_ROLE = "change_role", "have another role or other numbers"
    SWITCH_ON = "switch_on", "be let in again"
    REMOVE_SECOND_FACTOR = "remove_second_factor", "set up the second step anew"


@holds(
    purpose="That an administrator asked for a right that a second person has to agree to",
    retention="As long as the trail",
    sensitive=("worker_refs",),
    plain=("id", "public_id", "what", "person", "role", "team_refs", "by", "at"),
)
class AskedRight(models.Model):
    """Somebody is to have a right here. `role` and the keys are those that they will have once it is agreed to."""

    append_only = "insert"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    what = models.CharField(max_length=30, choices=Asked.choices)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="rights_asked")
    role = models.CharField(max_length=30, choices=Role.choices)
    worker_refs = models.JSONField(default=list, blank=True)
    team_refs = models.JSONField(default=list, blank=True)
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(what__in=Asked.values), name="asked_right_known")]


class How(models.TextChoices):
    """How something that was asked for ended."""

    AGREED = "agreed", "Agreed to"
    REFUSED = "refused", "Refused"
    OVERTAKEN = "overtaken", "Overtaken by a later change"
    ALONE = "alone", "Done at once: nobody else was there to agree"


@holds(
    purpose="What became of a right that was asked for, and who said so",
    retention="As long as the trail",
    sensitive=(),
    plain=("id", "of", "how", "by", "at"),
)
class SettledRight(models.Model):
    """One right asked for, settled once: agreed to or refused by a second person, or overtaken."""

    append_only = "insert"

    of = models.OneToOneField(AskedRight, on_delete=models.PROTECT, related_name="settled")
    how = models.CharField(max_length=20, choices=How.choices)
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(how__in=How.values), name="settled_right_known")]


@holds(
    purpose="Show who could do what at any time in the past",
    retention="As long as the account",
    sensitive=("email", "name", "worker_refs"),
    plain=(
        "role",
        "team_refs",
        "is_active",
        "pgh_id",
        "pgh_created_at",
        "pgh_label",
        "pgh_obj",
        "pgh_context",
    ),
)
class UserChange(
    pghistory.create_event_model(
        User,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        fields=["email", "name", "role", "worker_refs", "team_refs", "is_active"],
        obj_field=pghistory.ObjForeignKey(related_name="changes"),
        append_only=True,
    )
):
    """What an account was before: written by a trigger at every change, whoever made it, and never changed."""

    append_only = "insert"
