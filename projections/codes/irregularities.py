"""
The fifteen irregularities, `IR-01` … `IR-15`.

The law and the cases named are public and were read as texts or as what the press reported; where only the title of an
article is known, only the title is given. Codes, severities and questions are this program's.
"""

from dataclasses import replace
from typing import Final

from projections.codes.form import OURS, Case, Code, Source, table

_SAME_DAY: Final = Source(
    "Perbawaslu 15/2024 Pas. 26(2), for the Pilkada: the KPPS hands the sealed boxes to the PPK through the PPS on the "
    "day the count ends, and the PPS makes a berita acara of receipt."
)
_OURS: Final = Source(OURS, "ours")
_TWO_STATEMENTS: Final = "the last two papers that state the seals of the box"
_ONE_PAPER: Final = "the paper that says so"
_DUE: Final = "{leg}: due by {expected}; accepted {found}."
_ABSENT: Final = {
    "silent": Case(
        "{leg}: due by {expected}; no paper says that it left.",
        "moment",
        question="Did the boxes leave, and who has them?",
    ),
    "sent": Case(
        "{leg}: due by {expected}; sent {found}, and nobody accepted it.",
        "moment",
        question="Did the boxes arrive, and who has them?",
    ),
    "waits": Case(
        "{leg}: due by {expected}; the papers about it do not connect.",
        "moment",
        question="Who has the papers between, and why were they not recorded?",
    ),
    "answered-missing": Case(
        "{leg}: due by {expected}; whoever received the others did not find it.",
        "moment",
        question="Where was the box seen last, by whom, and what was done to find it?",
    ),
    "refused": Case(
        "{leg}: due by {expected}; it was refused.",
        "moment",
        question="Where is the box that was refused, and which paper says so?",
    ),
}
_REPORTED: Final = Case("{found} reports it.", "name")
_REPORTED_ALONE: Final = replace(_REPORTED, question="What do the words beside the finding say, and who answered them?")
"""Where the question of the code is about two papers."""
_LOCK: Final = "Was the holder of the lock asked to come, and who was at the store instead?"

IRREGULARITIES: Final = table(
    Code(
        code="IR-01",
        severity="high",
        name="unsealed",
        text="unsealed: a seal came off, was cut or torn, or fewer good ones than stated last",
        rests_on=_TWO_STATEMENTS,
        question="Who had the box between these two signatures, and where is the seal?",
        sources=(_SAME_DAY, Source("Bawaslu, 14 February 2024: 3,441 polling stations with unsealed boxes."), _OURS),
        settled_by=("sealing", "answer"),
        checks=("A1", "A2", "A3", "A7", "D1", "D3"),
        cases={
            "seals": Case("Seals stated last: {expected}; seen: {found}.", "seals"),
            "state": Case("The seals were seen as: {found}.", "seals"),
            "open": Case(
                "The box was moved without being sealed.",
                after={"opening": "The box was opened, and moved without being sealed again."},
            ),
            "finding": _REPORTED_ALONE,
        },
    ),
    Code(
        code="IR-02",
        severity="low",
        name="damaged at delivery",
        text="damaged at delivery",
        rests_on="the count of the delivery, or the inspection",
        question="Was it replaced, and was what was damaged kept out of use?",
        sources=(
            Source("Perbawaslu 14/2018 (regional elections): equipment is checked to be whole before it is handed on."),
            Source("Reported from Kota Batu for the Pilkada of 2024: 8 of 607 boxes were damaged."),
            _OURS,
        ),
        settled_by=("replacement", "answer"),
        checks=("D1",),
        cases={
            "stock": Case("Promised {expected}; damaged {found}.", "number"),
            "box": Case("The box was seen as: {found}.", "condition"),
            "finding": _REPORTED,
        },
    ),
    Code(
        code="IR-03",
        severity="medium",
        name="late",
        text="accepted after the deadline",
        rests_on="the paper that accepted the boxes, and the rules or the plan with the deadline",
        question="Why did the boxes come late, and where were they until then?",
        sources=(
            Source("UU 7/2017 Pas. 341(6): equipment is with the KPPS a day before voting at the latest."),
            Source("The hour, and other deadlines, are those of this election's rules and plan.", "ours"),
        ),
        checks=("B3",),
        cases={"late": Case(_DUE, "moment"), **_ABSENT, "finding": _REPORTED},
    ),
    Code(
        code="IR-04",
        severity="medium",
        name="numbers that do not agree",
        text="the numbers do not agree: a box refused, missing or not on the list",
        rests_on="the release and its acceptance, or the count of the delivery",
        question="Which boxes are meant, and where are they now?",
        sources=(
            Source("UU 7/2017 Pas. 345: a berita acara tells quantity and quality of what is delivered."),
            Source("Bawaslu, 14 February 2024: 4,594 polling stations short of equipment."),
            _OURS,
        ),
        settled_by=("correction", "arrival", "answer"),
        checks=("B5", "C1", "C7", "C8"),
        cases={
            "refused": Case("On the list, and refused."),
            "missing": Case("On the list, and not there."),
            "extra": Case("There, and not on the list.", unit="asked"),
            "stock": Case("Promised {expected}; counted {found}.", "number"),
            "finding": _REPORTED,
        },
    ),
    Code(
        code="IR-05",
        severity="medium",
        name="wrong destination",
        text="the label is of another area than the receiver's",
        rests_on="the paper that accepted the box, and its label",
        question="Which box came here in exchange, and were both brought back?",
        sources=(
            Source("Perbawaslu 12/2015: equipment reaches the right target (tepat sasaran)."),
            Source("Reported in January 2024: wrong destinations in 10 regencies and cities."),
            _OURS,
        ),
        settled_by=("arrival", "answer"),
        checks=("D8",),
        cases={"label": Case("The label is of {expected}; it was accepted by {found}.", "name"), "finding": _REPORTED},
    ),
    Code(
        code="IR-06",
        severity="high",
        name="ballots of another electoral district",
        text="ballots of another electoral district",
        rests_on="the manifest, and the paper that says what was packed or found",
        question="Were such ballots given out to voters, and what was decided about them?",
        sources=(Source("Reported after the election of 2019: 3,721 findings of swapped ballots."), _OURS),
        checks=("D8",),
        cases={"dapil": Case("Listed for {expected}; {found} is in the box."), "finding": _REPORTED},
    ),
    Code(
        code="IR-07",
        severity="medium",
        name="other contents than packed",
        text="other contents than packed or listed",
        rests_on="the papers that say what was listed, packed and found",
        question="Who packed the box, and who had it until it was opened?",
        sources=(
            Source("UU 7/2017 Pas. 344(2): as many ballots as voters on the list, and two in a hundred more."),
            _OURS,
        ),
        checks=("C1", "C2"),
        cases={
            "packed": Case("{expected} ballots were due; {found} were packed.", "number"),
            "found": Case("{expected} ballots were packed; {found} were found.", "number"),
            "finding": _REPORTED,
        },
    ),
    Code(
        code="IR-08",
        severity="medium",
        name="water or termites",
        text="water or termites",
        rests_on=_ONE_PAPER,
        question="Which other boxes stood in the same place, and are the contents still readable?",
        sources=(Source("Reported from Cirebon, 2019: 2,298 of 14,715 boxes damaged by water."), _OURS),
        settled_by=("replacement", "answer"),
        cases={"state": Case("The box was seen as: {found}.", "condition"), "finding": _REPORTED},
    ),
    Code(
        code="IR-09",
        severity="medium",
        name="unauthorised place",
        text="the place is not registered, or its keeper may not keep boxes there",
        rests_on="the paper that names the place, and the register of places",
        question="Who decided that the boxes should stand there, and was the supervisor asked?",
        sources=(
            Source("PKPU 25/2023 Pas. 8, as summarised: storage at the polling station is agreed with the supervisor."),
            _OURS,
        ),
        settled_by=("correction", "answer"),
        checks=("B6",),
        cases={
            "place": Case(
                "The place is in no register, or not for this keeper: {found}.",
                "name",
                {"?": "The boxes were at a place that is in no register."},
            ),
            "finding": _REPORTED,
        },
    ),
    Code(
        code="IR-10",
        severity="medium",
        name="no escort, or too long on the way",
        text="no escort, or a longer journey than the rules allow",
        rests_on="the release, and for the time on the way its acceptance",
        question="Who drove, where did the vehicle stop, and who was with the boxes?",
        sources=(
            Source("UU 7/2017 Pas. 345: Polri secures storage and distribution."),
            Source("Perbawaslu 14/2018 (regional elections): police escort on the way back."),
            _OURS,
        ),
        checks=("B2", "D5"),
        cases={
            "escort": Case("The rules want an escort: nobody signed, no reason is given."),
            "transit": Case("At most {expected} on the way; it took {found}.", "duration"),
            "finding": _REPORTED,
        },
    ),
    Code(
        code="IR-11",
        severity="high",
        name="seals or locks opened inside",
        text="a padlock holder was not there, or the seals changed without an opening",
        rests_on="the last two papers that state the seals, or the paper about the store",
        question="Who had access between these two signatures?",
        sources=(
            Source("Reported from Banyumas, 2019: seals of 21 boxes were cut in the store by members of a PPS."),
            Source("UU 7/2017 Pas. 537, known by its title: KPPS who do not guard the integrity of boxes."),
            _OURS,
        ),
        checks=("A1", "A3", "B6", "B7"),
        cases={
            "seals": Case("Seals stated last: {expected}; seen: {found}. No opening stands between.", "seals"),
            "padlock": Case("Padlock holder not there: {found}.", "name", question=_LOCK),
            "unlocks": Case(
                "The rules want the holders of the locks; one did not sign, and no reason is given.", question=_LOCK
            ),
            "finding": _REPORTED_ALONE,
        },
    ),
    Code(
        code="IR-12",
        severity="high",
        name="opened without basis",
        text="opened without a legal basis",
        rests_on="the opening, and the rules that name the bases",
        question="On whose order was the box opened, who was invited, and which list says what it held?",
        sources=(
            Source("UU 7/2017 Pas. 372, as KPU quoted it: improper opening of boxes is a ground for a re-vote."),
            Source("DKPP, 2014: seven commissioners were sanctioned for openings without an order of the court."),
            _OURS,
        ),
        checks=("A4", "B7"),
        cases={
            "basis": Case("The basis given is: {found}.", found={"none": "The paper names no basis."}),
            "finding": _REPORTED,
        },
    ),
    Code(
        code="IR-13",
        severity="high",
        name="lost",
        text="lost, stolen or burned",
        rests_on="the finding",
        question="Where was the box seen last, by whom, and what was done to find it?",
        sources=(
            Source("Reported from Paniai, 12 February 2024: 125 boxes seized, 22,091 voters concerned."),
            _OURS,
        ),
        settled_by=("sight", "answer"),
        checks=("B5",),
        cases={"finding": _REPORTED},
    ),
    Code(
        code="IR-14",
        severity="high",
        name="chain broken or late on the way back",
        text="late on the way back, or at a time before that of the last paper",
        rests_on="the paper that accepted the boxes, the one before it, and the sealing that says when the count ended",
        question="Where were the boxes between these two signatures?",
        sources=(
            _SAME_DAY,
            Source("UU 7/2017 Pas. 538, 539, known by their titles: PPS and PPK who do not hand on sealed boxes."),
            Source("The hour, and other deadlines, are those of this election's rules and plan.", "ours"),
        ),
        checks=("B1", "B3", "B4", "D5", "D6"),
        cases={
            "late": Case(_DUE, "moment"),
            **_ABSENT,
            "before": Case(
                "The paper before is of {expected}, this one claims to be of {found}.",
                "moment",
                question="Whose clock was wrong, or which of the two papers was signed first?",
            ),
            "finding": _REPORTED_ALONE,
        },
    ),
    Code(
        code="IR-15",
        severity="medium",
        name="no supervisor and no reason",
        text="no supervisor witnessed it, and no reason is given",
        rests_on=_ONE_PAPER,
        question="Was a supervisor invited, and when? Is there a reason that no paper gives?",
        sources=(
            Source("Perbawaslu 1/2024 Pas. 33: sealing and return of the boxes are supervised."),
            Source("That a supervisor signs is wanted by the rules of this election.", "ours"),
        ),
        settled_by=("attestation", "answer"),
        checks=("B2", "D7"),
        cases={
            "witness": Case("The rules want a witness: nobody signed, no reason is given."),
            "finding": _REPORTED,
        },
    ),
)
