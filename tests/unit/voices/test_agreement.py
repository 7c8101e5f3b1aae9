"""Agreement across children: the worked example of the studies, and what the figures must not say."""

import pytest

from seenheard.voices.domain.agreement import HIDDEN_BELOW, agreement, reckoned, weighted_kappa

WORKER = (4, 4, 3, 3, 4, 3, 2, 4, 3, 3, 4, 3)
CHILD = (4, 3, 3, 2, 4, 1, 2, 4, 3, 1, 4, 4)
TWELVE = list(zip(WORKER, CHILD, strict=True))


def test_the_worked_example():
    told = reckoned(TWELVE, steps=4)
    assert (told.n, told.exact, told.within_one) == (12, 7 / 12, 10 / 12)
    assert told.mean_gap == pytest.approx(-0.42, abs=0.005)
    assert told.kappa == pytest.approx(0.492, abs=0.0005)
    assert weighted_kappa(TWELVE, 4, power=1)[0] == pytest.approx(0.425, abs=0.0005)


def test_the_interval_is_that_of_statsmodels():
    """Its cohens_kappa(table, weights=…, wt="toeplitz") gives this standard error for the same table."""
    assert weighted_kappa(TWELVE, 4, power=2)[1] == pytest.approx(0.1316909337, abs=1e-9)


def test_with_fewer_than_twenty_pairs_nothing_is_said():
    assert agreement(TWELVE, steps=4) is None
    assert agreement([(3, 3), (2, 1)] * (HIDDEN_BELOW // 2)) is not None


def test_where_everybody_says_green_kappa_is_not_known():
    told = agreement([(3, 3)] * 30)
    assert told is not None
    assert (told.exact, told.kappa, told.low, told.high) == (1.0, None, None, None)


def test_full_agreement_is_one_and_reversal_is_below_nought():
    assert agreement([(1, 1), (3, 3)] * 20).kappa == pytest.approx(1)
    assert agreement([(1, 3), (3, 1)] * 20).kappa == pytest.approx(-1)


def test_a_rating_outside_the_steps_is_refused():
    with pytest.raises(ValueError, match="from 1 to 3"):
        agreement([(4, 3)] * 30)
