"""The demo's minutes that lie with the organisations for review, and what its meetings promised, signalled and thought of."""

import datetime
from collections.abc import Callable, Mapping

from amif_network.accounts.models import User
from amif_network.core.workdays import add_working_days
from amif_network.directory.models import Organisation
from meetings.actions.registers import ideas, promises, signals
from meetings.actions.review import answering, circulating, recording, settling
from meetings.actions.review.answering import Words, Writer
from meetings.models import Idea, Meeting, Minutes, Promise, Remark, ReviewRequest, Section, Signal

from .cast import BINCHE, BRUXELLES, CHARLEROI, GENT, NINOVE, SPP

# Days before the as-of date on which the minutes were sent round, and working days to answer.
SENT_ROUND, TO_ANSWER = 4, 10

Moment = Callable[[int], datetime.datetime]


class ReviewBuilder:
    """Sends minutes round and lets organisations answer, each in a way of its own."""

    def __init__(self, users: Mapping[str, User], organisations: Mapping[str, Organisation], moment: Moment, site: str) -> None:
        self.users, self.organisations, self.moment, self.site = users, organisations, moment, site

    def send_round(self, minutes: Minutes) -> None:
        """Circulate: Charleroi has remarks, Gent has none, Brussels says so by telephone, Binche is still writing."""
        at = self.moment(-SENT_ROUND)
        circulating.circulate(
            minutes,
            deadline=add_working_days(at.date(), TO_ANSWER),
            message_fr="Merci de relire en particulier le passage qui vous concerne.",
            message_nl="Gelieve vooral het stuk te lezen dat over u gaat.",
            by=self.users["nathalie"],
            at=at,
            site=self.site,
        )
        budget = minutes.sections.get(label="1.")
        self._remarks_of_charleroi(self._asked(minutes, CHARLEROI), budget)
        self._send(self._asked(minutes, GENT), "wouter", no_remarks=True, days=-2)
        recording.answer_on_behalf(
            self._asked(minutes, BRUXELLES),
            remarks=(),
            who="Élodie Renardy",
            channel=ReviewRequest.Channel.PHONE,
            by=self.users["nathalie"],
            at=self.moment(-1),
            site=self.site,
        )
        begun = Words(kind=Remark.Kind.COMMENT, language="fr", section=budget, text="Nous vérifions encore nos chiffres.")
        answering.save_remark(self._asked(minutes, BINCHE), begun, writer=Writer(self.users["mathieu"]), at=self.moment(-1))

    def _remarks_of_charleroi(self, asked: ReviewRequest, budget: Section) -> None:
        """A correction that waits for its outcome, and a question that got an answer."""
        words = (
            Words(
                kind=Remark.Kind.CORRECTION,
                language="fr",
                section=budget,
                quote="avant le 15 mars",
                text="La date convenue en séance était la fin du mois.",
                proposal="avant le 31 mars",
            ),
            Words(kind=Remark.Kind.QUESTION, language="fr", text="Recevrons-nous aussi le tableau en format Excel ?"),
        )
        for one in words:
            answering.save_remark(asked, one, writer=Writer(self.users["hugo"]), at=self.moment(-3))
        self._send(asked, "hugo", no_remarks=False, days=-3)
        settling.settle(
            asked.remarks.get(kind=Remark.Kind.QUESTION),
            outcome=Remark.Outcome.ANSWERED,
            answer_fr="Oui, il partira avec la version définitive.",
            answer_nl="Ja, die gaat mee met de definitieve versie.",
            by=self.users["nathalie"],
            at=self.moment(-2),
            site=self.site,
        )

    def _asked(self, minutes: Minutes, code: str) -> ReviewRequest:
        return ReviewRequest.objects.get(circulation__minutes=minutes, organisation=self.organisations[code])

    def _send(self, asked: ReviewRequest, who: str, *, no_remarks: bool, days: int) -> None:
        asked.refresh_from_db()
        writer = Writer(self.users[who])
        answering.send_answer(
            asked, writer=writer, seen=asked.draft_rev, no_remarks=no_remarks, at=self.moment(days), site=self.site
        )

    def follow_up(self, published: Meeting, just_held: Meeting) -> None:
        """Record what was promised, what is to be passed on and what somebody thought of."""
        calendar = Section.objects.get(minutes__meeting=published, label="1.")
        asked = Section.objects.get(minutes__meeting=just_held, label="2.")
        self._kept_promise(published, calendar)
        self._promise(published, None, "Envoyer la liste des outils de Gand.", "De lijst van het materiaal van Gent bezorgen.",
                      owed=GENT, asked=BINCHE, days=-200)  # fmt: skip
        self._promise(just_held, asked, "Vérifier si une fiche peut réunir deux partenaires.",
                      "Nagaan of één fiche twee partners mag hebben.", owed=SPP, asked=NINOVE, days=-1)  # fmt: skip
        self._signal(published, calendar)
        self._idea(published)

    def _kept_promise(self, published: Meeting, calendar: Section) -> None:
        kept = self._promise(published, calendar, "Transmettre le modèle de fiche budgétaire.",
                             "Het model van de budgetfiche bezorgen.", owed=SPP, asked=CHARLEROI, days=-200)  # fmt: skip
        promises.answer_promise(
            kept,
            answer_fr="Le modèle se trouve parmi les documents de la réunion.",
            answer_nl="Het model staat bij de documenten van de vergadering.",
            by=self.users["nathalie"],
            at=self.moment(-190),
            site=self.site,
        )

    def _signal(self, published: Meeting, calendar: Section) -> None:
        by = self.users["nathalie"]
        signal = signals.record_signal(
            Signal(
                meeting=published,
                section=calendar,
                text_fr="Le délai entre l'annonce et l'ouverture de l'appel est trop court pour les petits CPAS.",
                text_nl="De tijd tussen de aankondiging en de opening van de oproep is te kort voor kleine OCMW's.",
                asked_by=self.organisations[CHARLEROI],
                addressee=Signal.Addressee.IBZ,
            ),
            by=by,
            at=self.moment(-200),
        )
        signals.send_signal(signal, sent_on=self.moment(-180).date(), by=by, at=self.moment(-180))

    def _idea(self, published: Meeting) -> None:
        ideas.record_idea(
            Idea(
                meeting=published,
                text_fr="Une journée de visites croisées entre deux équipes d'activation.",
                text_nl="Een dag wederzijdse bezoeken tussen twee activeringsteams.",
                when_fr="au printemps",
                when_nl="in de lente",
                organisation=self.organisations[GENT],
            ),
            by=self.users["nathalie"],
            at=self.moment(-200),
        )

    def _promise(
        self, meeting: Meeting, section: Section | None, fr: str, nl: str, *, owed: str, asked: str, days: int
    ) -> Promise:
        return promises.record_promise(
            Promise(
                meeting=meeting,
                section=section,
                text_fr=fr,
                text_nl=nl,
                owed_by=self.organisations[owed],
                asked_by=self.organisations[asked],
            ),
            tell_now=False,
            by=self.users["nathalie"],
            at=self.moment(days),
            site=self.site,
        )
