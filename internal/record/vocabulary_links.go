package record

var accountVocabularies = []Vocabulary{
	{vocabSupport, "What a citation does for the record it belongs to.", []Term{
		{Value: "supports", Definition: "The document says so. Absent means this."},
		{Value: "refutes", Definition: "The document says it is not so."},
		{Value: "mentions", Definition: "The document speaks of it without saying either; it does not make the event known."},
	}},
	{vocabParticular, "The particulars that tellers may tell differently; the keys of says and of particulars.", []Term{
		{Value: "date", Definition: "On what day: an EDTF date."},
		{Value: "start_at", Definition: "When it began: an instant with its offset."},
		{Value: "end_at", Definition: "When it ended: an instant with its offset."},
		{Value: "duration", Definition: "How long it lasted, in minutes."},
		{Value: "place", Definition: "Where, in a word or phrase."},
		{Value: "participants", Definition: "Who took part: ids of actors."},
		{Value: "topics", Definition: "What it was about: ids of topics."},
		{Value: "ordinal", Definition: "The how manieth of its kind, from 1."},
		{Value: "count", Definition: "How many: persons, prisoners, violations; the text says of what."},
		{Value: "authorship", Definition: "Who wrote or made it, in a word or phrase."},
		{Value: "characterisation", Definition: "How it went, in a word or phrase."},
		{Value: "outcome", Definition: "What came of it, in a word or phrase."},
	}},
}

var linkVocabularies = []Vocabulary{
	{vocabRelation, "What an event does to the event it links to.", []Term{
		{Value: "confirms", Definition: "Says that it is so.",
			Effect: "By an actor concerned or their spokesman: confirmed, with scope part partially_confirmed. By another source: corroborates only."},
		{Value: "denies", Definition: "Says that it is not so.",
			Effect: "By an actor concerned: denied, with scope attribution or authenticity disputed_in_part."},
		{Value: "contradicts", Definition: "Says something that cannot be true beside it.", Effect: "None alone; it is listed."},
		{Value: "non_denial", Definition: "Answers it without denying it.", Effect: "By an actor concerned: met_with_non_denial."},
		{Value: "declines_comment", Definition: "Refuses to speak about it.", Effect: "By an actor concerned: met_with_non_denial."},
		{Value: "clarifies", Definition: "Says what was meant.", Effect: "None; it is listed."},
		{Value: "corrects", Definition: "Puts a detail of it right.", Effect: "None; it is listed."},
		{Value: "repeats", Definition: "Says the same again.", Effect: "By another source family: corroborated."},
		{Value: "retracts", Definition: "Takes it back.", Effect: "By its own source: withdrawn_by_source."},
		{Value: "supersedes", Definition: "Takes its place.", Effect: "None."},
		{Value: "responds_to", Definition: "Answers it.", Effect: "None."},
		{Value: "follows", Definition: "Comes after it in one line of events.", Effect: "None."},
		{Value: "prepares", Definition: "Makes it ready.", Effect: "None."},
		{Value: "part_of", Definition: "Is a part of it.", Effect: "None."},
	}},
	{vocabScope, "How much of the target a link is about.", []Term{
		{Value: "whole", Definition: "All of it. Absent means this."},
		{Value: "part", Definition: "Some of what it says."},
		{Value: "attribution", Definition: "Only to whom it is attributed."},
		{Value: "authenticity", Definition: "Only whether the document or recording is genuine."},
	}},
	{vocabPosition, "Where an actor stands on a topic's proposition or on a plan; the key is value.", []Term{
		{Value: "supports", Definition: "Demands, offers or welcomes it.", Score: score(2)},
		{Value: "supports_conditionally", Definition: "Would have it under a condition, or later.", Score: score(1)},
		{Value: "ambiguous", Definition: "Leaves it open, or says both.", Score: score(0)},
		{Value: "opposes_conditionally", Definition: "Is against it unless something else comes first.", Score: score(-1)},
		{Value: "opposes", Definition: "Rejects it or rules it out.", Score: score(-2)},
	}},
	{vocabBasis, "What shows the position.", []Term{
		{Value: "on_record", Definition: "The actor's own words, under its name."},
		{Value: "readout", Definition: "An official summary."},
		{Value: "document", Definition: "A text the actor wrote or signed."},
		{Value: "vote", Definition: "How the actor voted."},
		{Value: "attributed_anonymous", Definition: "Reported by people who are not named."},
		{Value: "inferred", Definition: "The coder's reading of what the actor did."},
	}},
}

var planVocabularies = []Vocabulary{
	{vocabPlanUse, "What an event does with a plan; the key is as.", []Term{
		{Value: "tables", Definition: "Puts it before another side."},
		{Value: "discloses", Definition: "Makes its text public."},
		{Value: "discusses", Definition: "Has it on the table."},
		{Value: "accepts", Definition: "Says yes to it."},
		{Value: "rejects", Definition: "Says no to it."},
		{Value: "withdraws", Definition: "Takes it off the table."},
		{Value: "signs", Definition: "Puts a signature to it."},
	}},
	{vocabPlanForm, "What sort of text a plan is; the key is form.", []Term{
		{Value: "oral", Definition: "Put by word of mouth."},
		{Value: "non_paper", Definition: "A paper without letterhead or signature."},
		{Value: "draft", Definition: "A draft text."},
		{Value: "final_offer", Definition: "What its author calls the last word."},
		{Value: "counter", Definition: "An answer to another plan."},
		{Value: "signed", Definition: "A signed text."},
		{Value: "joint_statement", Definition: "A statement in common."},
	}},
	{vocabModality, "How a provision binds.", []Term{
		{Value: "shall", Definition: "It obliges."},
		{Value: "may", Definition: "It allows."},
		{Value: "shall_not", Definition: "It forbids."},
		{Value: "will_seek", Definition: "It promises an effort."},
		{Value: "recognises", Definition: "It states how things are held to be."},
		{Value: "defers", Definition: "It leaves the matter for later."},
	}},
	{vocabSequence, "When a provision takes effect.", []Term{
		{Value: "before_ceasefire", Definition: "Before a ceasefire."},
		{Value: "with_ceasefire", Definition: "Together with it."},
		{Value: "after_ceasefire", Definition: "After it, before a settlement."},
		{Value: "after_settlement", Definition: "After a settlement."},
		{Value: "unspecified", Definition: "The text does not say."},
	}},
	{vocabComparison, "How the left plan stands to the right one on a topic, as a coder judged; the key is relation.", []Term{
		{Value: "identical", Definition: "The same words."},
		{Value: "equivalent", Definition: "Other words, the same content."},
		{Value: "compatible", Definition: "Not the same, but both could be carried out."},
		{Value: "narrower", Definition: "Contained in what the right plan says."},
		{Value: "broader", Definition: "Contains what the right plan says."},
		{Value: "conflicting", Definition: "Both cannot be carried out."},
	}},
}

// computedVocabularies are lists whose values nobody enters.
var computedVocabularies = []Vocabulary{
	{"comparison_state", "How two plans stand to one another on a topic where no coder's relation applies.", []Term{
		{Value: "only_left", Definition: "Only the left plan speaks of it."},
		{Value: "only_right", Definition: "Only the right plan speaks of it."},
		{Value: "silent", Definition: "Neither plan speaks of it."},
		{Value: "uncoded", Definition: "Both speak of it and no coder has judged."},
	}},
	{"particular_state", "How the accounts of one particular stand to one another; the key is state.", []Term{
		{Value: "agrees", Definition: "Two tellers or more give values, and all of them fit together."},
		{Value: "differs", Definition: "Two values exclude one another."},
		{Value: "single", Definition: "At most one teller gives a value that can be compared."},
		{Value: "silent", Definition: "Nobody says anything of it."},
	}},
	{"verification", "Where a leak stands, from the links that answer it: the first that holds, in this order.", []Term{
		{Value: "withdrawn_by_source", Definition: "Its own source took it back."},
		{Value: "disputed", Definition: "Confirmed by one actor concerned and denied by another."},
		{Value: "confirmed", Definition: "An actor concerned, or their spokesman, confirmed it."},
		{Value: "denied", Definition: "An actor concerned denied it."},
		{Value: "partially_confirmed", Definition: "An actor concerned confirmed a part of it."},
		{Value: "disputed_in_part", Definition: "An actor concerned denied whom it is attributed to, or that it is genuine."},
		{Value: "met_with_non_denial", Definition: "An actor concerned answered without denying, or would not comment."},
		{Value: "corroborated", Definition: "Two source families that do not depend on each other report it."},
		{Value: "unverified", Definition: "None of these."},
	}},
	{"date_precision", "What kind of time a date names; the key is when.precision.", []Term{
		{Value: "instant", Definition: "A clock time."},
		{Value: "day", Definition: "One day."},
		{Value: "month", Definition: "One month, or a day somewhere in it."},
		{Value: "season", Definition: "A season of one year."},
		{Value: "year", Definition: "One year, or a time somewhere in it."},
		{Value: "decade", Definition: "A year within ten."},
		{Value: "century", Definition: "A year within a hundred."},
		{Value: "interval", Definition: "From one date to another."},
		{Value: "set", Definition: "One of several dates."},
	}},
}
