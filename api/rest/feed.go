package rest

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"backchannel/internal/filter"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// What the ring holds at most. Beyond it streams read the log.
const (
	ringPassages = 1024
	ringBytes    = 32 << 20
)

// feed turns commits into passages. The newest of them stand in a ring, each decoded once, by whichever stream comes to
// it first; one that has fallen off the ring reads the log by itself and holds nobody up.
type feed struct {
	store *store.Store

	mu     sync.Mutex
	ring   []*passage
	size   int
	erased int64 // the last erasure that the ring knows of

	tip sync.Mutex // held by who decodes the newest passage
}

// after is the first passage that holds a change after a number; nil where there is none yet.
func (f *feed) after(ctx context.Context, seq int64) (*passage, error) {
	m, fallen := f.find(seq)
	if m != nil || seq >= f.store.Seq() {
		return m, nil
	}
	if fallen {
		return f.load(ctx, seq)
	}
	f.tip.Lock()
	defer f.tip.Unlock()
	if m, _ := f.find(seq); m != nil {
		return m, nil
	}
	erased := f.store.LastErasure()
	m, err := f.load(context.WithoutCancel(ctx), seq) // others wait for it, who have not gone
	if err == nil && m != nil && erased == f.store.LastErasure() {
		f.keep(m)
	}
	return m, err
}

// find looks into the ring; fallen says that the ring begins later. Nothing that was erased since stays in it.
func (f *feed) find(seq int64) (m *passage, fallen bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if last := f.store.LastErasure(); last != f.erased {
		f.ring, f.size, f.erased = nil, 0, last
	}
	if len(f.ring) == 0 {
		return nil, false
	}
	if seq < f.ring[0].before {
		return nil, true
	}
	i, _ := slices.BinarySearchFunc(f.ring, seq+1, func(m *passage, want int64) int { return cmp.Compare(m.seq, want) })
	if i == len(f.ring) {
		return nil, false
	}
	return f.ring[i], false
}

// keep adds a passage at the tip. Where nobody listened for a while the ring begins anew.
func (f *feed) keep(m *passage) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if n := len(f.ring); n > 0 && f.ring[n-1].seq != m.before {
		if m.before < f.ring[n-1].seq {
			return
		}
		f.ring, f.size = nil, 0
	}
	f.ring, f.size = append(f.ring, m), f.size+m.size
	for len(f.ring) > ringPassages || f.size > ringBytes && len(f.ring) > 1 {
		f.size -= f.ring[0].size
		f.ring[0] = nil
		f.ring = f.ring[1:]
	}
}

// passage is a commit as readers of the feed see it: what each event was before it, and what it is now.
type passage struct {
	seq, before int64
	past, now   *store.View
	steps       []step // by position
	moved       []move
	size        int // bytes, roughly
}

// step is one event that a commit changed, or whose links it did.
type step struct {
	at            position
	id            string
	line          store.Revision // of a change that it made to another event, with that as cause
	before, after *record.EventAnswer
	put, drop     []byte // the data of the two events of a stream; put is nil where the event is gone
}

// move is a change of something else that may move what a filter holds for.
type move struct {
	line  store.Revision
	names bool // of an actor's names alone, which q looks at
}

// effect is what a step is to who reads through a filter: put, drop, or nothing. What was erased is dropped by all:
// nobody can tell any more who had it.
func (m *passage) effect(s *step, f *filter.Filter) string {
	switch {
	case s.after != nil && f.Match(s.after, m.now):
		return "put"
	case s.line.Operation == store.Erase, s.before != nil && f.Match(s.before, m.past):
		return "drop"
	}
	return ""
}

// moves is the first change that makes what a filter holds for uncertain.
func (m *passage) moves(f *filter.Filter, timelines []string) *store.Revision {
	for i := range m.moved {
		v := &m.moved[i]
		switch {
		case v.line.Type == record.TypeTimeline && !slices.Contains(timelines, v.line.ID):
		case v.names && f.Text == nil:
		default:
			return &v.line
		}
	}
	return nil
}

// load reads a commit from the log, and its events as they were and as they are then.
func (f *feed) load(ctx context.Context, seq int64) (*passage, error) {
	c, err := f.store.CommitAfter(ctx, seq)
	if err != nil || c.Seq == 0 {
		return nil, err
	}
	m := &passage{seq: c.Seq, before: c.Before, size: 512}
	if m.past, err = f.store.View(ctx, filter.Snapshot{Seq: c.Before, Set: true}); err != nil {
		return nil, err
	}
	if m.now, err = f.store.View(ctx, filter.Snapshot{Seq: c.Seq, Set: true}); err != nil {
		return nil, err
	}
	l := loader{ctx: ctx, m: m, own: map[string]bool{}, sides: map[string]store.Revision{}}
	for _, line := range c.Changes {
		if line.Type == record.TypeEvent {
			l.own[line.ID] = true
		}
	}
	for _, line := range c.Changes {
		if err := l.add(line); err != nil {
			return nil, fmt.Errorf("read commit %d: %w", c.Seq, err)
		}
	}
	if err := l.addSides(); err != nil {
		return nil, fmt.Errorf("read commit %d: %w", c.Seq, err)
	}
	return m, l.number()
}

// loader gathers the steps of a passage.
type loader struct {
	ctx   context.Context
	m     *passage
	own   map[string]bool           // events with a line of their own
	sides map[string]store.Revision // events that others link to, with the line by which their links changed
}

func (l *loader) add(line store.Revision) error {
	if line.Type != record.TypeEvent {
		v, moved, err := l.move(line)
		if moved {
			l.m.moved = append(l.m.moved, v)
		}
		return err
	}
	s, _, err := l.step(line.ID, line)
	if err != nil {
		return err
	}
	for _, a := range []*record.EventAnswer{s.before, s.after} {
		if a == nil {
			continue
		}
		for _, link := range a.Links {
			if !l.own[link.To] {
				l.sides[link.To] = line
			}
		}
	}
	l.m.steps = append(l.m.steps, s)
	return nil
}

// addSides adds the events whose linked_from has changed. They have no line in the log: theirs names the change of the
// event that links to them as its cause.
func (l *loader) addSides() error {
	for id, line := range l.sides {
		s, changed, err := l.step(id, store.Revision{Seq: line.Seq, Type: record.TypeEvent, ID: id, Operation: store.Put,
			RecordedAt: line.RecordedAt, RecordedBy: line.RecordedBy, Cause: line.Seq})
		if err != nil {
			return err
		}
		if changed && s.after != nil {
			s.line.Revision = s.after.Revision
			l.m.steps = append(l.m.steps, s)
		}
	}
	return nil
}

// step reads an event on both sides of the commit.
func (l *loader) step(id string, line store.Revision) (s step, changed bool, err error) {
	s = step{id: id, line: line}
	before, was, err := l.event(l.m.past, id)
	if err != nil {
		return s, false, err
	}
	s.before = was
	after, is, err := l.event(l.m.now, id)
	if err != nil {
		return s, false, err
	}
	s.after, s.put = is, after
	l.m.size += 2*len(before) + 3*len(after)
	return s, !bytes.Equal(before, after), nil
}

// event reads an event of a view; nil where it is not there.
func (l *loader) event(v *store.View, id string) ([]byte, *record.EventAnswer, error) {
	row, err := v.Event(l.ctx, id, time.Time{})
	var gone *store.Gone
	if errors.Is(err, store.ErrNotFound) || errors.As(err, &gone) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	a, err := row.Answer()
	return bytes.Clone(row.JSON), a, err
}

// move tells whether a change of another record may move what filters hold for: whom an actor was merged into and what
// it is called, where a topic hangs, how reliable a source is, what a timeline holds. A record that is new moves nothing:
// what refers to it comes after it.
func (l *loader) move(line store.Revision) (v move, moved bool, err error) {
	v = move{line: line}
	switch line.Type {
	case record.TypeActor, record.TypeTopic, record.TypeSource, record.TypeTimeline:
	default:
		return v, false, nil
	}
	if line.Revision == 1 {
		return v, false, nil
	}
	if line.Operation != store.Put {
		return v, true, nil
	}
	old, err := l.m.past.Record(l.ctx, line.Type, line.ID)
	var gone *store.Gone
	if errors.Is(err, store.ErrNotFound) || errors.As(err, &gone) {
		return v, true, nil
	}
	if err != nil {
		return v, false, err
	}
	fresh, err := l.m.now.Record(l.ctx, line.Type, line.ID)
	if err != nil {
		return v, false, err
	}
	switch was := old.Record.(type) {
	case *record.Actor:
		is := fresh.Record.(*record.Actor)
		v.names = was.MergedInto == is.MergedInto
		return v, !v.names || was.Name != is.Name || !slices.Equal(was.Names, is.Names), nil
	case *record.Topic:
		return v, was.Parent != fresh.Record.(*record.Topic).Parent, nil
	case *record.Source:
		return v, was.Letter() != fresh.Record.(*record.Source).Letter(), nil
	}
	return v, true, nil
}

// number puts the steps in order, gives each its place, and writes down what streams send of them.
func (l *loader) number() error {
	steps := l.m.steps
	slices.SortFunc(steps, func(a, b step) int {
		return cmp.Or(cmp.Compare(a.line.Seq, b.line.Seq), cmp.Compare(a.line.Cause, b.line.Cause), cmp.Compare(a.id, b.id))
	})
	for i := range steps {
		s := &steps[i]
		s.at = position{seq: s.line.Seq, part: whole}
		if i > 0 && steps[i-1].line.Seq == s.line.Seq {
			before := &steps[i-1].at
			before.part = 0
			if i > 1 && steps[i-2].line.Seq == s.line.Seq {
				before.part = steps[i-2].at.part + 1
			}
		}
	}
	for i := range steps {
		if err := steps[i].write(); err != nil {
			return err
		}
	}
	return nil
}

// write puts together what streams send. The event comes last, as it stands in lists.
func (s *step) write() (err error) {
	line := StreamChange{Revision: s.line}
	if s.put != nil {
		if s.put, err = plainJSON(StreamPut{Seq: s.line.Seq, Change: line, Event: s.put}); err != nil {
			return fmt.Errorf("write event %s: %w", s.id, err)
		}
	}
	s.drop, err = plainJSON(StreamDrop{Seq: s.line.Seq, ID: s.id, Why: s.why(), Change: line})
	if err != nil {
		return fmt.Errorf("write event %s: %w", s.id, err)
	}
	return nil
}

// why tells how an event left a filter.
func (s *step) why() string {
	switch {
	case s.line.Operation == store.Erase:
		return "erased"
	case s.line.Operation == store.Retract:
		return "retracted"
	case s.line.Cause != 0:
		return "caused"
	}
	return "edited"
}
