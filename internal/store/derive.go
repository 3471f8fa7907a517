package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"backchannel/internal/compare"
	"backchannel/internal/edtf"
	"backchannel/internal/filter"
	"backchannel/internal/record"
)

// longDays is the length above which an event sits in the side list of long events.
const longDays = 31

// namedRole is the role number of an actor that a leak's claim names; those of participants follow
// the order of roleNumbers. Roles below tookPartBelow took part.
const (
	tookPartBelow = 100
	roleSubject   = 100
	roleAddressee = 101
	roleNamed     = 102
)

// roleNumber is how a participant's role stands in event_actor.
func roleNumber(role record.ParticipantRole) int {
	switch role {
	case "subject":
		return roleSubject
	case "addressee":
		return roleAddressee
	}
	return 1 + slices.Index(storedRoles(), string(role))
}

// The numbers of closed values are places in these lists. They are in databases: lists only grow at the end.
func storedRoles() []string {
	return []string{"principal", "host", "visitor", "envoy", "aide", "delegate", "speaker", "chair", "mediator", "observer", "signatory"}
}

func storedKinds() []string {
	return []string{"meeting", "call", "statement", "leak", "proposal", "agreement", "action"}
}

func storedStatuses() []string { return []string{"scheduled", "occurred", "unconfirmed", "cancelled"} }

func kindNumber(kind string) int { return 1 + slices.Index(storedKinds(), kind) }

// statusNumber is a status's place; an absent one is occurred.
func statusNumber(status string) int {
	if status == "" {
		status = "occurred"
	}
	return 1 + slices.Index(storedStatuses(), status)
}

// yearZero is the day 0000-01-01, from which skey counts minutes.
var yearZero = edtf.MakeDay(0, 1, 1)

const seqBits = 30

// skeyOf packs the start of an event, in minutes of its own civil calendar since year 0, over the
// version's seq: the date's earliest day, and within it the clock of a start_at on that day. An
// unknown start is minute 0. So "earliest day ≤ d" and "skey < skeyOfDay(d+1)" are the same.
func skeyOf(e *record.Event, seq int64) int64 {
	var minutes int64
	if earliest, _ := e.Date.Bounds(); earliest > edtf.MinDay {
		minutes = int64(earliest-yearZero) * 24 * 60
		if start := e.StartAt.Instant(); e.StartAt.IsInstant() && edtf.DayOf(start) == earliest {
			minutes += int64(start.Hour()*60 + start.Minute())
		}
	}
	return minutes<<seqBits | seq
}

// skeyOfDay is the smallest skey of a civil day, clamped to the years 0 to 9999.
func skeyOfDay(day int64) int64 {
	minutes := (day - int64(yearZero)) * 24 * 60
	return min(max(minutes, 0), 1<<33-1) << seqBits
}

// dayOfSkey is the civil day an skey falls on.
func dayOfSkey(skey int64) int64 { return (skey>>seqBits)/(24*60) + int64(yearZero) }

// versionOf fills the slim columns of one version.
func versionOf(a *record.EventAnswer, seq int64) eventVersion {
	v := eventVersion{
		Skey: skeyOf(&a.Event, seq), Event: a.ID, Rec: seq, Sup: never, Revision: a.Revision,
		Kind: kindNumber(string(a.Kind)), Status: statusNumber(string(a.Status)), KnownAt: unknown, SettledAt: unknown,
	}
	lo, hi := a.Date.Bounds()
	v.DayLo, v.DayHi = int64(lo), int64(hi)
	v.SureLo, v.SureHi = v.DayLo, v.DayHi
	if a.Date.IsInterval() {
		_, startedBy := a.Date.Start()
		notOverBefore, _ := a.Date.End()
		v.SureLo, v.SureHi = int64(notOverBefore), int64(startedBy)
	}
	v.Certain = !a.Date.Approximate() && !a.Date.Uncertain() && !a.Date.Open()
	v.AtLo, v.AtHi = spanInstants(a, edtf.Span{Earliest: lo, Latest: hi})
	if a.Date.IsSet() {
		v.Shape = 1
	}
	known, settled, ok, settles := compare.Times(a)
	if ok {
		v.KnownAt = micros(known)
		if settles {
			v.SettledAt = micros(settled)
		}
	}
	v.StartsAt = v.AtLo
	if a.StartAt.IsInstant() {
		v.StartsAt = micros(a.StartAt.Instant()) // of a set too, whose members do not begin then
	}
	if p := a.Place; p != nil {
		v.Country, v.Lat, v.Lon = p.Country, p.Lat, p.Lon
	}
	return v
}

// spanInstants gives the first and last UTC microsecond of a span of the event's civil days; with a
// start_at the first is that, and on a single day the last too. A set does not say of which member a
// start_at would be.
func spanInstants(a *record.EventAnswer, span edtf.Span) (first, last int64) {
	first, last = -unknown, unknown
	if span.Earliest > edtf.MinDay {
		first = micros(civilMidnight(a.Place, span.Earliest))
	}
	if span.Latest < edtf.MaxDay {
		last = micros(civilMidnight(a.Place, span.Latest+1)) - 1
	}
	if a.StartAt.IsInstant() && !a.Date.IsSet() {
		start := micros(a.StartAt.Instant())
		if span.Earliest == span.Latest {
			return start, start
		}
		first = start
	}
	return first, last
}

// civilMidnight is the instant at which a civil day begins at a place; UTC where its zone is unknown.
func civilMidnight(p *record.Place, day edtf.Day) time.Time {
	t := day.Time()
	if p != nil && p.TZ != "" {
		if zone, err := record.Zone(p.TZ); err == nil {
			return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone)
		}
	}
	return t
}

// membersOf gives the rows of a date that is one of a set.
func membersOf(a *record.EventAnswer, skey int64) []eventMember {
	if !a.Date.IsSet() {
		return nil
	}
	var rows []eventMember
	for i, span := range a.Date.Members() {
		lo, hi := spanInstants(a, span)
		rows = append(rows, eventMember{skey, i, int64(span.Earliest), int64(span.Latest), lo, hi})
	}
	return rows
}

// placeWords is what the place filter searches: the tokens of name and city between spaces.
func placeWords(p *record.Place) string {
	if p == nil {
		return ""
	}
	tokens := filter.Tokens(p.Name + ", " + p.City)
	if len(tokens) == 0 {
		return ""
	}
	return " " + strings.Join(tokens, " ") + " "
}

// gap stands between text fields so that no phrase runs across them; no token can be it.
const gap = "\u00a6"

// actorToken stands in the text for a participant, so that names are searched as of the snapshot.
func actorToken(num int64) string { return "\u00aa" + strconv.FormatInt(num, 36) }

// words is the token string of a version: its text fields, then one token a participant that took part.
func words(a *record.EventAnswer, num func(actor string) int64) string {
	var b strings.Builder
	for _, field := range filter.EventText(a) {
		for _, token := range field {
			b.WriteString(token)
			b.WriteByte(' ')
		}
		b.WriteString(gap + " ")
	}
	for _, p := range a.Participants {
		if p.Role.TookPart() {
			b.WriteString(actorToken(num(p.Actor)))
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// inherited marks a grade letter that is the source's own, in the marshalled document, until
// sealDocument has noted where it stands. No string value can hold these bytes unescaped.
var inherited = []byte(`"grade":"?`)

// stored is the finished form of an event: the bytes that are served but for the tail, and refs.
type stored struct {
	doc    []byte
	refs   []byte
	digest [sha256.Size]byte
}

// sealDocument marshals an answer for storage. The bytes end before the closing brace; the tail,
// linked_from, is added when it is read. Letters that are the source's own are noted as patches: they
// are compared with the source's when read, so that a source can be graded anew without touching its
// events.
func sealDocument(a *record.EventAnswer, settled int64, nums refNumbers) (stored, error) {
	marked := *a
	marked.LinkedFrom = nil
	marked.Citations = append([]record.CitationAnswer(nil), a.Citations...)
	var sources []int32
	var letters []byte
	for i, c := range marked.Citations {
		if c.Citation.Grade != "" && c.Citation.Grade.Letter() == 0 {
			letters = append(letters, c.Grade[0])
			marked.Citations[i].Grade = "?" + c.Grade[1:]
			sources = append(sources, nums.source(c.Source))
		}
	}
	doc, err := plainJSON(&marked)
	if err != nil {
		return stored{}, fmt.Errorf("marshal event %s: %w", a.ID, err)
	}
	end := bytes.LastIndex(doc, []byte(`,"linked_from":null`))
	if end < 0 {
		return stored{}, fmt.Errorf("marshal event %s: linked_from is not last", a.ID)
	}
	doc = doc[:end]
	refs := refsOf(a, nums)
	refs.settled = settled
	for at := 0; len(refs.patches) < len(sources); {
		i := bytes.Index(doc[at:], inherited)
		if i < 0 {
			return stored{}, fmt.Errorf("marshal event %s: a grade is missing", a.ID)
		}
		at += i + len(inherited)
		doc[at-1] = letters[len(refs.patches)]
		refs.patches = append(refs.patches, patch{offset: int32(at - 1), source: sources[len(refs.patches)]})
	}
	s := stored{doc: doc, refs: refs.encode()}
	s.digest = sha256.Sum256(append(doc[:len(doc):len(doc)], emptyTail...))
	return s, nil
}

// plainJSON marshals without escaping <, > and &, which need none outside HTML.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// emptyTail closes a stored document that nothing links to.
const emptyTail = `,"linked_from":[]}`

// refs is what an event names, by ident number, and where source letters go.
type refs struct {
	settled                 int64 // UTC microseconds from which on nothing inside changes with as_of
	actors, sources, topics []int32
	patches                 []patch
}

type patch struct {
	offset int32
	source int32
}

// refNumbers looks up ident numbers.
type refNumbers struct {
	actor, source, topic func(id string) int32
}

func refsOf(a *record.EventAnswer, nums refNumbers) refs {
	var r refs
	add := func(list *[]int32, num int32) {
		for _, have := range *list {
			if have == num {
				return
			}
		}
		if num != 0 {
			*list = append(*list, num)
		}
	}
	for _, p := range a.Participants {
		add(&r.actors, nums.actor(p.Actor))
		if p.Representing != "" {
			add(&r.actors, nums.actor(p.Representing))
		}
	}
	for _, c := range a.Citations {
		add(&r.sources, nums.source(c.Source))
		if c.By != nil && c.By.Actor != "" {
			add(&r.actors, nums.actor(c.By.Actor))
		}
		if c.By != nil && c.By.Source != "" {
			add(&r.sources, nums.source(c.By.Source))
		}
	}
	if a.Leak != nil && a.Leak.Source != "" {
		add(&r.sources, nums.source(a.Leak.Source))
	}
	for _, topic := range topicsOf(a) {
		add(&r.topics, nums.topic(topic))
	}
	for _, p := range a.Positions {
		for _, actor := range p.Actors {
			add(&r.actors, nums.actor(actor))
		}
	}
	return r
}

// topicsOf lists every topic an event is filed under: its own, its claims' and its positions'.
func topicsOf(a *record.EventAnswer) []string {
	topics := append([]string(nil), a.Topics...)
	if a.Leak != nil {
		for _, claim := range a.Leak.Claims {
			if claim.Topic != "" {
				topics = append(topics, claim.Topic)
			}
		}
	}
	for _, p := range a.Positions {
		if p.On.Topic != "" {
			topics = append(topics, p.On.Topic)
		}
	}
	return unique(topics)
}

func unique(list []string) []string {
	seen := make(map[string]bool, len(list))
	kept := list[:0]
	for _, v := range list {
		if !seen[v] {
			seen[v] = true
			kept = append(kept, v)
		}
	}
	return kept
}

func (r refs) encode() []byte {
	out := binary.AppendVarint(make([]byte, 0, 40), r.settled)
	for _, list := range [][]int32{r.actors, r.sources, r.topics} {
		out = binary.AppendUvarint(out, uint64(len(list)))
		for _, num := range list {
			out = binary.AppendUvarint(out, uint64(num))
		}
	}
	for _, p := range r.patches {
		out = binary.AppendUvarint(out, uint64(p.offset))
		out = binary.AppendUvarint(out, uint64(p.source))
	}
	return out
}

// decodeInto reads refs into r, whose slices are used again.
func (r *refs) decodeInto(raw []byte) {
	settled, size := binary.Varint(raw)
	r.settled, raw = settled, raw[max(size, 0):]
	next := func() int32 {
		n, size := binary.Uvarint(raw)
		raw = raw[max(size, 0):]
		return int32(n)
	}
	for _, list := range []*[]int32{&r.actors, &r.sources, &r.topics} {
		*list = (*list)[:0]
		for range next() {
			*list = append(*list, next())
		}
	}
	r.patches = r.patches[:0]
	for len(raw) > 0 {
		r.patches = append(r.patches, patch{next(), next()})
	}
}
