package record

import "slices"

// Vocabulary is one closed list. Its name is unique; the JSON keys that hold its values are told in
// the definition where they have another name.
type Vocabulary struct {
	Name       string `json:"name"`
	Definition string `json:"definition"`
	Terms      []Term `json:"terms"`
}

// Term is one value of a closed list.
type Term struct {
	Value      string `json:"value"`
	Definition string `json:"definition"`
	Effect     string `json:"effect,omitempty"` // of a link relation: what it does to a leak it points to
	Score      *int   `json:"score,omitempty"`  // of a position value: +2 to −2
}

// Names of the vocabularies that code asks for.
const (
	vocabType          = "type"
	vocabActorKind     = "actor_kind"
	vocabNameKind      = "name_kind"
	vocabSourceKind    = "source_kind"
	vocabReliability   = "reliability"
	vocabCredibility   = "credibility"
	vocabKind          = "kind"
	vocabStatus        = "status"
	vocabPrecision     = "place_precision"
	vocabRole          = "role"
	vocabSupport       = "supports"
	vocabParticular    = "particular"
	vocabRelation      = "relation"
	vocabScope         = "scope"
	vocabPlanUse       = "plan_use"
	vocabPosition      = "position"
	vocabBasis         = "basis"
	vocabMeetingFormat = "meeting_format"
	vocabCallMedium    = "call_medium"
	vocabChannel       = "channel"
	vocabLeakForm      = "leak_form"
	vocabAttribution   = "attribution"
	vocabProposalForm  = "proposal_form"
	vocabAgreementForm = "agreement_form"
	vocabActionType    = "action_type"
	vocabPlanForm      = "plan_form"
	vocabModality      = "modality"
	vocabSequence      = "sequence"
	vocabComparison    = "comparison_relation"
)

// Vocabularies lists every closed list, with what each value means. The slice is the caller's own.
func Vocabularies() []Vocabulary {
	list := slices.Concat(recordVocabularies, eventVocabularies, accountVocabularies, linkVocabularies, planVocabularies,
		computedVocabularies)
	for i := range list {
		list[i].Terms = slices.Clone(list[i].Terms)
	}
	return list
}

// Values lists the values of the vocabulary of that name, in its order; nil when there is none.
func Values(name string) []string {
	for _, list := range [][]Vocabulary{recordVocabularies, eventVocabularies, accountVocabularies, linkVocabularies,
		planVocabularies, computedVocabularies} {
		for _, v := range list {
			if v.Name == name {
				values := make([]string, len(v.Terms))
				for i, term := range v.Terms {
					values[i] = term.Value
				}
				return values
			}
		}
	}
	return nil
}

// Score is the number a position value counts as in divergence: supports +2, supports_conditionally
// +1, ambiguous 0, opposes_conditionally −1, opposes −2. It is false for any other word.
func Score(value string) (int, bool) {
	i := slices.Index(Values(vocabPosition), value)
	return 2 - i, i >= 0
}

func score(n int) *int { return &n }

// The tables below are constants.

var recordVocabularies = []Vocabulary{
	{vocabType, "The types of record.", []Term{
		{Value: "actor", Definition: "A person, state, organisation, office or coalition that takes part in events."},
		{Value: "source", Definition: "Someone who publishes: a wire, newspaper, ministry or channel."},
		{Value: "document", Definition: "One published thing of a source, with its address and publication time."},
		{Value: "topic", Definition: "An issue under negotiation, in a tree of issues."},
		{Value: "plan", Definition: "One version of a proposed or agreed text, point by point."},
		{Value: "event", Definition: "Something that happened, or was said, leaked or tabled."},
		{Value: "comparison", Definition: "One coder's judgement of two plans, topic by topic."},
		{Value: "timeline", Definition: "A saved, named filter with optional notes."},
	}},
	{vocabActorKind, "What sort of actor it is; the key is kind.", []Term{
		{Value: "person", Definition: "A human being."},
		{Value: "state", Definition: "A country acting as one; it represents itself."},
		{Value: "organisation", Definition: "A lasting body of its own: an alliance, union, company or agency."},
		{Value: "office", Definition: "A post or department that speaks for a state or organisation, such as the Kremlin."},
		{Value: "coalition", Definition: "States or others acting together for a purpose, such as the E3."},
	}},
	{vocabNameKind, "Why a spelling is listed as an actor's name; the key is kind.", []Term{
		{Value: "official", Definition: "The name the actor itself uses, in one language."},
		{Value: "alias", Definition: "Another name in real use: a short form, nickname or former name."},
		{Value: "transliteration", Definition: "The official name carried into another script, in one of several ways."},
		{Value: "misspelling", Definition: "A wrong spelling seen in print, kept so that it finds the actor."},
	}},
	{vocabSourceKind, "What sort of publisher a source is; the key is kind.", []Term{
		{Value: "wire", Definition: "A news agency that supplies other publishers."},
		{Value: "newspaper", Definition: "A newspaper or magazine, printed or formerly so."},
		{Value: "broadcaster", Definition: "A television or radio newsroom."},
		{Value: "online", Definition: "A newsroom that publishes on the web only."},
		{Value: "official", Definition: "A government, institution or party publishing about itself."},
		{Value: "state_media", Definition: "A newsroom that a state owns and directs."},
		{Value: "social", Definition: "An account or channel on a social network."},
		{Value: "research", Definition: "A think tank, university or monitoring group."},
		{Value: "other", Definition: "A publisher of none of these sorts."},
	}},
	{vocabReliability, "The Admiralty letter: how far the source can be relied on. F is no judgement, not the worst one.", []Term{
		{Value: "A", Definition: "Completely reliable: an institution on its own acts."},
		{Value: "B", Definition: "Usually reliable: a known newsroom that saw the original."},
		{Value: "C", Definition: "Fairly reliable: second-hand, but the origin is named."},
		{Value: "D", Definition: "Not usually reliable: rewrites and propaganda networks."},
		{Value: "E", Definition: "Unreliable: known to be wrong or to invent."},
		{Value: "F", Definition: "Reliability cannot be judged."},
	}},
	{vocabCredibility, "The Admiralty digit: how credible this report is. 6 is no judgement, not the worst one.", []Term{
		{Value: "1", Definition: "Confirmed by others who do not depend on it."},
		{Value: "2", Definition: "Probably true: it fits what else is known."},
		{Value: "3", Definition: "Possibly true: nothing speaks for or against it."},
		{Value: "4", Definition: "Doubtful: it fits poorly with what else is known."},
		{Value: "5", Definition: "Improbable: what else is known contradicts it."},
		{Value: "6", Definition: "Truth cannot be judged."},
	}},
}

var eventVocabularies = []Vocabulary{
	{vocabKind, "What sort of event it is. What only that kind has stands in the object of the same name.", []Term{
		{Value: "meeting", Definition: "People meet in one place."},
		{Value: "call", Definition: "People speak by telephone or video."},
		{Value: "statement", Definition: "Someone says something in public, under a name."},
		{Value: "leak", Definition: "Something not meant for publication is published, or reported from unnamed people."},
		{Value: "proposal", Definition: "A plan or an offer is put to another side."},
		{Value: "agreement", Definition: "Sides agree on something."},
		{Value: "action", Definition: "Something is done rather than said: a strike, a truce, a sanction."},
	}},
	{vocabStatus, "Whether the event took place.", []Term{
		{Value: "scheduled", Definition: "Announced and not yet begun; every event reads so before its start."},
		{Value: "occurred", Definition: "It took place. Absent means this."},
		{Value: "unconfirmed", Definition: "Reported, but nobody in a position to know has said so."},
		{Value: "cancelled", Definition: "Announced and then called off."},
	}},
	{vocabPrecision, "How exactly the coordinates give the place; the key is precision.", []Term{
		{Value: "exact", Definition: "The building or spot itself."},
		{Value: "near", Definition: "Close by; the spot itself is not known."},
		{Value: "city", Definition: "Somewhere in the city."},
		{Value: "region", Definition: "Somewhere in the region."},
		{Value: "country", Definition: "Somewhere in the country."},
	}},
	{vocabRole, "What part an actor had in an event. All but subject and addressee took part.", []Term{
		{Value: "principal", Definition: "One of those between whom the event took place."},
		{Value: "host", Definition: "Received the others."},
		{Value: "visitor", Definition: "Was received."},
		{Value: "envoy", Definition: "Was sent to speak for a principal."},
		{Value: "aide", Definition: "Accompanied and advised a principal."},
		{Value: "delegate", Definition: "Belonged to a delegation."},
		{Value: "speaker", Definition: "Said it."},
		{Value: "chair", Definition: "Led the session."},
		{Value: "mediator", Definition: "Stood between the sides."},
		{Value: "observer", Definition: "Was present without a part of its own."},
		{Value: "signatory", Definition: "Signed."},
		{Value: "subject", Definition: "Is who it is about; did not take part."},
		{Value: "addressee", Definition: "Is who it was addressed to; did not take part."},
	}},
	{vocabMeetingFormat, "How many sides met; the key is meeting.format.", []Term{
		{Value: "bilateral", Definition: "Two sides."},
		{Value: "multilateral", Definition: "Three sides or more."},
		{Value: "delegation", Definition: "Delegations without their principals."},
	}},
	{vocabCallMedium, "How a call was held; the key is call.medium.", []Term{
		{Value: "phone", Definition: "By voice."},
		{Value: "video", Definition: "By video."},
	}},
	{vocabChannel, "Where a statement was made; the key is statement.channel.", []Term{
		{Value: "briefing", Definition: "A spokesman's regular meeting with the press."},
		{Value: "readout", Definition: "An official summary of a meeting or call."},
		{Value: "interview", Definition: "Answers to a newsroom's questions."},
		{Value: "speech", Definition: "An address to an audience."},
		{Value: "social_post", Definition: "A post on a social network."},
		{Value: "written", Definition: "A written statement, letter or note."},
		{Value: "press_conference", Definition: "An announced meeting with the press."},
		{Value: "remarks", Definition: "Words in passing, or before or after something else."},
	}},
	{vocabLeakForm, "In what form the leaked thing came out; the key is leak.form.", []Term{
		{Value: "document_published", Definition: "A document was published, whole or in part."},
		{Value: "document_seen", Definition: "The publisher saw a document and describes it."},
		{Value: "audio", Definition: "A recording."},
		{Value: "transcript", Definition: "A written record of what was said."},
		{Value: "briefing", Definition: "People in the know briefed the publisher."},
		{Value: "hearsay", Definition: "People told the publisher what others had told them."},
	}},
	{vocabAttribution, "To whom the publisher attributes the leak; the key is leak.attribution.", []Term{
		{Value: "on_record", Definition: "To a named person."},
		{Value: "anonymous_official", Definition: "To an official who is not named."},
		{Value: "anonymous_other", Definition: "To someone else who is not named."},
		{Value: "document", Definition: "To a document."},
		{Value: "unattributed", Definition: "To nobody."},
	}},
	{vocabProposalForm, "How a proposal was put; the key is proposal.form.", []Term{
		{Value: "oral", Definition: "By word of mouth."},
		{Value: "non_paper", Definition: "As a paper without letterhead or signature."},
		{Value: "draft", Definition: "As a draft text."},
		{Value: "final_offer", Definition: "As what its author calls the last word."},
		{Value: "counter", Definition: "As an answer to another proposal."},
	}},
	{vocabAgreementForm, "How an agreement was made; the key is agreement.form.", []Term{
		{Value: "signed", Definition: "By signature."},
		{Value: "joint_statement", Definition: "By a statement in common."},
		{Value: "oral", Definition: "By word of mouth."},
	}},
	{vocabActionType, "What was done; the key is action.type.", []Term{
		{Value: "truce", Definition: "Fighting was stopped for a time, by one side or by both."},
		{Value: "strike", Definition: "An attack."},
		{Value: "sanction", Definition: "A restriction was imposed."},
		{Value: "relief", Definition: "A restriction was lifted or eased."},
		{Value: "exchange", Definition: "Prisoners, detainees or bodies were exchanged."},
		{Value: "aid", Definition: "Help was given, stopped or resumed."},
		{Value: "other", Definition: "Anything else that was done."},
	}},
}
