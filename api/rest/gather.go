package rest

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"math/bits"
	"slices"

	"backchannel/internal/format"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// gathering collects what the events of an answer name.
type gathering struct {
	q                       *query
	actors, sources, topics numbers
	documents, links        []string
}

// numbers is a set of the small numbers that stand for what events name: one bit each.
type numbers []uint64

func (s *numbers) add(list []int32) {
	for _, n := range list {
		if word := int(n >> 6); word >= len(*s) {
			const spare = 16
			*s = append(*s, make([]uint64, word+spare-len(*s))...)
		}
		(*s)[n>>6] |= 1 << (n & 63)
	}
}

func (s numbers) count() (n int) {
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

func (s numbers) all() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for i, word := range s {
			for ; word != 0; word &= word - 1 {
				if !yield(int32(i<<6 + bits.TrailingZeros64(word))) {
					return
				}
			}
		}
	}
}

func (g *gathering) add(row *store.EventRow) error {
	if g.q.format.Name != "json" {
		return nil
	}
	g.actors.add(row.Actors)
	g.sources.add(row.Sources)
	g.topics.add(row.Topics)
	if !slices.Contains(g.q.include, "documents") && !slices.Contains(g.q.include, "links") {
		return nil
	}
	answer, err := row.Answer()
	if err != nil {
		return err
	}
	for _, c := range answer.Citations {
		g.documents = append(g.documents, c.Document.ID)
	}
	for _, l := range answer.Links {
		g.links = append(g.links, l.To)
	}
	for _, l := range answer.LinkedFrom {
		g.links = append(g.links, l.From)
	}
	return nil
}

// named gives the names of all that is named, as the view keeps them written.
func (g *gathering) named() format.Named {
	written := make(format.Named, 3)
	members := make([][]byte, 0, g.actors.count()+g.sources.count()+g.topics.count())
	for t, nums := range map[record.Type]numbers{record.TypeActor: g.actors, record.TypeSource: g.sources, record.TypeTopic: g.topics} {
		from := len(members)
		for n := range nums.all() {
			members = append(members, g.q.view.Member(n))
		}
		written[t.Plural()] = members[from:len(members):len(members)]
	}
	return written
}

// labels gives the names of all that is named, in the language of the answer.
func (g *gathering) labels() format.Labels {
	labels := format.Labels{}
	for t, nums := range map[record.Type]numbers{record.TypeActor: g.actors, record.TypeSource: g.sources, record.TypeTopic: g.topics} {
		names := make(map[string]string, nums.count())
		for n := range nums.all() {
			id, _ := g.q.view.Named(n)
			names[id] = g.q.label(t, id)
		}
		labels[t.Plural()] = names
	}
	return labels
}

// included reads the whole records that include= asks for, each once, in the order of their ids.
func (g *gathering) included(ctx context.Context) (map[string][]json.RawMessage, error) {
	all := map[string][]json.RawMessage{}
	for _, word := range g.q.include {
		ids, t := g.ids(word)
		slices.Sort(ids)
		bodies := []json.RawMessage{}
		for _, id := range slices.Compact(ids) {
			body, err := g.body(ctx, t, id)
			if err != nil {
				return nil, err
			}
			if body != nil {
				bodies = append(bodies, body)
			}
		}
		all[t.Plural()] = bodies
	}
	return all, nil
}

func (g *gathering) ids(word string) (ids []string, t record.Type) {
	numbered := func(nums numbers) (ids []string) {
		for n := range nums.all() {
			id, _ := g.q.view.Named(n)
			ids = append(ids, id)
		}
		return ids
	}
	switch word {
	case "actors":
		return numbered(g.actors), record.TypeActor
	case "topics":
		return numbered(g.topics), record.TypeTopic
	case "documents":
		return g.documents, record.TypeDocument
	}
	return g.links, record.TypeEvent
}

// body is one included record; nil where it is not there at this point in time.
func (g *gathering) body(ctx context.Context, t record.Type, id string) (json.RawMessage, error) {
	var body []byte
	var err error
	if t == record.TypeEvent {
		var row *store.EventRow
		if row, err = g.q.view.Event(ctx, id, g.q.when.AsOf); err == nil {
			body = row.JSON
		}
	} else {
		var row store.RecordRow
		if row, err = g.q.view.Record(ctx, t, id); err == nil {
			body, err = recordJSON(row)
		}
	}
	var gone *store.Gone
	if errors.Is(err, store.ErrNotFound) || errors.As(err, &gone) {
		return nil, nil
	}
	return body, err
}
