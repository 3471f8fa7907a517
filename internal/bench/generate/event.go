package generate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

var kinds = shares{{"statement", 44}, {"meeting", 18}, {"action", 12}, {"call", 9}, {"leak", 7}, {"proposal", 5}, {"agreement", 5}}

// head is what other events need to know of one: when it was, and its id.
type head struct {
	days float64 // after firstDay
	date edtf.Date
	id   string
}

// head makes the head of event i. Events come in the order of their dates but for one in seven, which
// was entered late.
func (w *World) head(i int) head {
	r := w.random('h', i)
	h := head{days: (float64(i) + r.Float64()) / float64(w.Events) * spanDays}
	if r.IntN(7) == 0 {
		h.days *= r.Float64()
	}
	day := firstDay + edtf.Day(h.days)
	h.date = edtf.MustParse(dateText(r, day))
	h.id = day.String() + "-" + w.Words[r.IntN(200)] + "-" + strconv.FormatInt(int64(i), 36)
	return h
}

// dateText dates an event as precisely as real ones are: mostly to the day.
func dateText(r *rand.Rand, day edtf.Day) string {
	later := func(least, most int) string { return (day + edtf.Day(least+r.IntN(most-least+1))).String() }
	switch kind := r.IntN(10000); {
	case kind < 400:
		return day.String()[:7]
	case kind < 600:
		return day.String() + "/" + later(1, 5)
	case kind < 750:
		return day.String() + "~"
	case kind < 850:
		return "[" + day.String() + "," + later(1, 3) + "]"
	case kind < 865:
		return day.String() + "/" + later(40, 200)
	case kind < 875:
		return day.String()[:4]
	case kind < 876:
		return day.String() + "/.."
	}
	return day.String()
}

// EventID is the id of event i.
func (w *World) EventID(i int) string { return w.head(i).id }

// Event makes event i.
func (w *World) Event(i int) *record.Event { return w.event(i, 0) }

// Revised makes event i as an editor left it later, with another summary.
func (w *World) Revised(i int) *record.Event { return w.event(i, 1) }

func (w *World) event(i, revision int) *record.Event {
	h := w.head(i)
	r := w.random('e', i)
	e := &record.Event{
		ID: h.id, Kind: record.Kind(kinds.pick(r)), Title: w.sentence(r, 4+r.IntN(4)), Date: h.date,
		Participants: []record.Participant{}, Topics: []string{}, Citations: []record.Citation{}, Links: []record.Link{},
	}
	switch at := r.IntN(100); {
	case at < 3:
		e.Status = "unconfirmed"
	case at < 4 && e.Kind != "leak":
		e.Status = "cancelled"
	}
	if r.IntN(10) < 6 {
		place := w.places[w.placeRank.pick(r)]
		e.Place = &place
	}
	if h.date.Precision() == edtf.PrecisionDay && !h.date.Approximate() && r.IntN(4) == 0 {
		e.StartAt = edtf.MustParseMoment(fmt.Sprintf("%sT%02d:%02d+03:00", h.date, 8+r.IntN(12), 5*r.IntN(12)))
	}
	w.participants(r, e)
	e.Topics = append(e.Topics, w.pickTopics(r)...)
	e.Citations = append(e.Citations, w.citations(r, e, h.days)...)
	if i > 0 && r.IntN(100) < 3 {
		relation := record.Relation(shares{{"responds_to", 30}, {"follows", 30}, {"confirms", 15}, {"denies", 15}, {"repeats", 10}}.pick(r))
		e.Links = append(e.Links, record.Link{To: w.EventID(max(0, i-1-r.IntN(min(i, 200)))), Relation: relation})
	}
	w.particulars(r, e)
	if r.IntN(10) < 7 {
		e.Summary = w.sentence(r, 6+r.IntN(10)) + "."
	}
	if revision > 0 {
		e.Summary = w.sentence(r, 12) + "."
	}
	return e
}

// participants gives an event one to seven, the first two often a pair that meets often.
func (w *World) participants(r *rand.Rand, e *record.Event) {
	roles := []record.ParticipantRole{"principal", "delegate", "delegate", "aide", "observer"}
	switch e.Kind {
	case "statement", "leak", "action", "proposal":
		roles = []record.ParticipantRole{"speaker", "subject", "subject", "addressee", "subject"}
	}
	count := []int{1, 2, 3, 3, 4, 4, 5, 7}[r.IntN(8)]
	var ranks []int
	for len(ranks) < count {
		rank := w.actorRank.pick(r)
		if len(ranks) == 1 && r.IntN(5) < 3 {
			rank = Counterpart(ranks[0], r.IntN(Counterparts))
		}
		if !slices.Contains(ranks, rank) {
			ranks = append(ranks, rank)
		}
	}
	for i, rank := range ranks {
		role := roles[min(i, len(roles)-1)]
		if i == 1 && r.IntN(2) == 0 {
			role = roles[0]
		}
		e.Participants = append(e.Participants, record.Participant{Actor: w.Actors[rank].ID, Role: role})
	}
}

// Counterparts is how many others each actor meets again and again.
const Counterparts = 2

// Counterpart is one of those whom the actor of a rank meets again and again, by rank.
func Counterpart(rank, which int) int { return (rank + 1 + which*3 + rank%5) % actorCount }

func (w *World) pickTopics(r *rand.Rand) []string {
	var topics []string
	for range []int{1, 2, 2, 3}[r.IntN(4)] {
		if topic := w.leaves[w.topicRank.pick(r)]; !slices.Contains(topics, topic) {
			topics = append(topics, topic)
		}
	}
	return topics
}

// particulars fills in what only events of the kind have.
func (w *World) particulars(r *rand.Rand, e *record.Event) {
	switch e.Kind {
	case "meeting":
		e.Meeting = &record.Meeting{Format: shares{{"bilateral", 60}, {"multilateral", 20}, {"delegation", 20}}.pick(r)}
	case "call":
		e.Call = &record.Call{Medium: shares{{"phone", 85}, {"video", 15}}.pick(r)}
	case "statement":
		e.Statement = &record.Statement{Channel: shares{{"briefing", 40}, {"interview", 20}, {"readout", 20}, {"speech", 20}}.pick(r)}
		if r.IntN(2) == 0 {
			e.Statement.Quote = &record.Quote{Text: w.sentence(r, 8+r.IntN(10)), Lang: "en"}
		}
	case "leak":
		e.Leak = &record.Leak{
			Source: w.Sources[w.sourceRank.pick(r)].ID, Form: "hearsay", Attribution: "anonymous_official",
			Claims: []record.Claim{{Text: w.sentence(r, 8), Topic: w.leaves[w.topicRank.pick(r)]}},
		}
	case "proposal":
		e.Proposal = &record.Proposal{Form: shares{{"oral", 30}, {"draft", 50}, {"counter", 20}}.pick(r)}
	case "agreement":
		e.Agreement = &record.Agreement{Form: shares{{"signed", 50}, {"joint_statement", 40}, {"oral", 10}}.pick(r)}
	case "action":
		e.Action = &record.Action{Type: shares{{"strike", 30}, {"sanction", 30}, {"exchange", 10}, {"aid", 20}, {"truce", 10}}.pick(r)}
	}
}
