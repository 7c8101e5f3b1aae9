"""Every table of the record, by theme."""

from .access import Conflict, EndedConflict, EndedRestriction, Opening, Restriction
from .care import (
    ClaCarePlan,
    ClaEpisode,
    ClaPlacement,
    ClaPreviousPermanence,
    ClaReview,
    ClaVisit,
    DeprivationOfLiberty,
    LegalStatus,
    Missing,
)
from .caseloads import CaseloadLimit, WorkerStage
from .child import Child, EndedAccess, NamedAccess
from .fact import Fact, SourcedRow
from .health import ClaConviction, ClaHealth, ClaImmunisation, ClaSubstanceMisuse, OutcomeYear, SdqScore
from .leaving import CareLeaver, Permanence
from .need import AssessmentFactor, CinAssessment, CinEpisode, CinPlan, CinVisit, Contact, EarlyHelpEpisode
from .people import (
    Address,
    Disability,
    Family,
    ImmigrationStatus,
    LinkedIdentifier,
    Mother,
    Person,
    PersonName,
)
from .projections import ChangedChild, ChildNow, Finding, Involved, LoadedTable, NamePart
from .protection import CpPlan, CpReview, CpVisit, InitialCpConference, S47Enquiry
from .review import Judgement, LookedThrough, Noticed
from .staff import Department, Involvement, Professional
from .typed import Booking, ChildAction, Draft, Event, Issue, TypedFact, Visit

__all__ = [
    "Address",
    "AssessmentFactor",
    "Booking",
    "CareLeaver",
    "CaseloadLimit",
    "ChangedChild",
    "Child",
    "ChildAction",
    "ChildNow",
    "CinAssessment",
    "CinEpisode",
    "CinPlan",
    "CinVisit",
    "ClaCarePlan",
    "ClaConviction",
    "ClaEpisode",
    "ClaHealth",
    "ClaImmunisation",
    "ClaPlacement",
    "ClaPreviousPermanence",
    "ClaReview",
    "ClaSubstanceMisuse",
    "ClaVisit",
    "Conflict",
    "Contact",
    "CpPlan",
    "CpReview",
    "CpVisit",
    "Department",
    "DeprivationOfLiberty",
    "Disability",
    "Draft",
    "EarlyHelpEpisode",
    "EndedAccess",
    "EndedConflict",
    "EndedRestriction",
    "Event",
    "Fact",
    "Family",
    "Finding",
    "ImmigrationStatus",
    "InitialCpConference",
    "Involved",
    "Involvement",
    "Issue",
    "Judgement",
    "LegalStatus",
    "LinkedIdentifier",
    "LoadedTable",
    "LookedThrough",
    "Missing",
    "Mother",
    "NamedAccess",
    "NamePart",
    "Noticed",
    "Opening",
    "OutcomeYear",
    "Permanence",
    "Person",
    "PersonName",
    "Professional",
    "Restriction",
    "S47Enquiry",
    "SdqScore",
    "SourcedRow",
    "TypedFact",
    "Visit",
    "WorkerStage",
]
