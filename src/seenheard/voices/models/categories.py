"""What people rate, in versions; how each is asked, in versions; and how the council has set the voices."""

from django.db import models

from seenheard.lib.declared import holds

FOR_GOOD = "As long as any rating: without it no rating could be read."


@holds(
    purpose="To know what a rating is about, for ever.",
    retention=FOR_GOOD,
    plain=("id", "key", "is_safety", "made_at", "made_by"),
)
class Category(models.Model):
    """One part of a child's life. Its key never changes; what it is called, and whether it is asked, may."""

    append_only = "insert"

    key = models.SlugField(max_length=40, unique=True)
    is_safety = models.BooleanField()  # a red on it cannot wait
    made_at = models.DateTimeField()
    made_by = models.TextField()

    def __str__(self) -> str:
        return self.key


class Use(models.TextChoices):
    """Whether a category is asked."""

    IN_USE = "in use", "In use"
    RETIRED = "retired", "Retired"
    MERGED = "merged", "Merged into another"


@holds(
    purpose="What a category was called, which duties stand beside it and whether it was asked, at any time.",
    retention=FOR_GOOD,
    plain=("id", "category", "name", "place", "rules", "dimension", "use", "into", "from_on", "why", "by", "at"),
)
class CategoryVersion(models.Model):
    """A category from a day on. Of a day: the version said last among those that begin latest by then.

    `rules`: ids of the rules whose duties stand beside the voices, as text. `dimension`: the care plan's dimension
    (Care Planning Regulations 2010, regulation 5). `place`: where it stands among the others.
    """

    append_only = "insert"

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="versions")
    name = models.CharField(max_length=60)
    place = models.SmallIntegerField()
    rules = models.JSONField()
    dimension = models.CharField(max_length=60, blank=True, default="")
    use = models.CharField(max_length=10, choices=Use.choices)
    into = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+")
    from_on = models.DateField()
    why = models.TextField(blank=True, default="")
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(use__in=Use.values), name="category_use_known"),
            models.CheckConstraint(
                condition=models.Q(use=Use.MERGED, into__isnull=False)
                | ~models.Q(use=Use.MERGED) & models.Q(into=None),
                name="category_merged_says_into_which",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="category_has_a_name"),
        ]


@holds(
    purpose="The words in which a category is asked, of whom and in which language, and who has read them over.",
    retention=FOR_GOOD,
    plain=("id", "category", "audience", "language", "words", "reviewed_by", "reviewed_on", "from_on", "by", "at"),
)
class Wording(models.Model):
    """The council's own words for a category; where there are none, those that ship with the product are used.

    `reviewed_by`: the name of the person who read them over; without one no child and no carer is shown them.
    """

    append_only = "insert"

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="wordings")
    audience = models.CharField(max_length=10)
    language = models.CharField(max_length=10)
    words = models.TextField()
    reviewed_by = models.TextField(blank=True, default="")
    reviewed_on = models.DateField(null=True)
    from_on = models.DateField()
    by = models.TextField()
    at = models.DateTimeField()


@holds(
    purpose="The words of a child's door and of the four answers, in another language, and who has read them over.",
    retention=FOR_GOOD,
    plain=("id", "language", "words", "reviewed_by", "reviewed_on", "from_on", "by", "at"),
)
class DoorWords(models.Model):
    """The council's own words for all of a child's door but the questions, by the English sentence.

    `reviewed_by`: the name of the person who read them over; without one no child is shown them.
    """

    append_only = "insert"

    language = models.CharField(max_length=10)
    words = models.JSONField()
    reviewed_by = models.TextField(blank=True, default="")
    reviewed_on = models.DateField(null=True)
    from_on = models.DateField()
    by = models.TextField()
    at = models.DateTimeField()


@holds(
    purpose="Which voices are asked, of which children, how often, and who is told at once.",
    retention="As long as the ratings made under it.",
    sensitive=("value",),
    plain=("id", "name", "from_on", "by", "at"),
)
class Setting(models.Model):
    """One thing the council has set, from a day on; `voices.domain.settings` has the names, meanings and defaults."""

    append_only = "insert"

    name = models.CharField(max_length=40)
    value = models.JSONField()
    from_on = models.DateField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["name", "from_on"], name="voices_setting_of_a_day")]
