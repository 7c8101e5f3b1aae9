"""The few kinds of column that facts are made of. Every one may be empty: null means "not recorded"."""

from functools import partial

from django.contrib.postgres.fields import ArrayField
from django.db import models

day = partial(models.DateField, null=True, blank=True)
text = partial(models.TextField, null=True, blank=True)
yes_no = partial(models.BooleanField, null=True, blank=True)
whole = partial(models.IntegerField, null=True, blank=True)
number = partial(models.FloatField, null=True, blank=True)
words = partial(ArrayField, models.TextField(), null=True, blank=True)
