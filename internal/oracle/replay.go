package oracle

import (
	"encoding/json"
	"fmt"
	"time"
)

// Change is one line of the change log. Changes of one commit share their RecordedAt, and no two commits do.
type Change struct {
	Seq        int64
	Type, ID   string
	Body       []byte // own JSON of the record; empty where the change takes it away
	RecordedAt time.Time
}

// Commit is a point at which a snapshot may stand.
type Commit struct {
	Seq int64
	At  time.Time
}

// History is a change log in order of seq.
type History struct {
	Changes []Change
	worlds  map[int64]*World
}

// Commits lists where snapshots may stand, oldest first.
func (h *History) Commits() []Commit {
	var commits []Commit
	for _, c := range h.Changes {
		if n := len(commits); n > 0 && commits[n-1].At.Equal(c.RecordedAt) {
			commits[n-1].Seq = c.Seq
		} else {
			commits = append(commits, Commit{c.Seq, c.RecordedAt})
		}
	}
	return commits
}

// World is every record as of one commit.
type World struct {
	Seq       int64
	Actors    map[string]*Actor
	Sources   map[string]*Source
	Documents map[string]*Document
	Topics    map[string]*Topic
	Plans     map[string]*Plan
	Events    map[string]*Event
}

// World replays the log up to a change, that included.
func (h *History) World(seq int64) (*World, error) {
	if w, ok := h.worlds[seq]; ok {
		return w, nil
	}
	w := &World{
		Seq: seq, Actors: map[string]*Actor{}, Sources: map[string]*Source{}, Documents: map[string]*Document{},
		Topics: map[string]*Topic{}, Plans: map[string]*Plan{}, Events: map[string]*Event{},
	}
	for _, c := range h.Changes {
		if c.Seq > seq {
			break
		}
		if err := w.apply(c); err != nil {
			return nil, fmt.Errorf("change %d: %w", c.Seq, err)
		}
	}
	if h.worlds == nil {
		h.worlds = map[int64]*World{}
	}
	h.worlds[seq] = w
	return w, nil
}

func (w *World) apply(c Change) error {
	switch c.Type {
	case "actor":
		return put(w.Actors, c)
	case "source":
		return put(w.Sources, c)
	case "document":
		return put(w.Documents, c)
	case "topic":
		return put(w.Topics, c)
	case "plan":
		return put(w.Plans, c)
	case "event":
		if err := put(w.Events, c); err != nil {
			return err
		}
		if e := w.Events[c.ID]; e != nil {
			e.Seq = c.Seq
		}
	}
	return nil
}

func put[T any](records map[string]*T, c Change) error {
	if len(c.Body) == 0 {
		delete(records, c.ID)
		return nil
	}
	r := new(T)
	if err := json.Unmarshal(c.Body, r); err != nil {
		return err
	}
	records[c.ID] = r
	return nil
}
