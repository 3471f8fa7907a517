//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// ledgerWriter is one of the writers of a client. Its events are its own, so that it knows what stands.
type ledgerWriter struct {
	clientTask
	ledger *ledger
	n      int
	events []entry // as they stand
	made   int
	random *rand.Rand
}

// attempt is one write.
type attempt struct {
	entry
	method, address string
	body            []byte
	headers         []string
	at              int // place of the event in events; -1 where it is new
}

// run writes until the server is gone. It sends nothing before it stands in the ledger, and goes on only when what was
// acknowledged stands there too.
func (w *ledgerWriter) run() error {
	for {
		a, err := w.next()
		if err != nil {
			return err
		}
		if err := w.ledger.write(a.entry); err != nil {
			return err
		}
		reply, err := call(a.method, a.address, a.body, a.headers...)
		if err != nil {
			return nil // the server is gone, and nothing is acknowledged
		}
		if reply.status/100 != 2 {
			return fmt.Errorf("%s %s %s: %d %s", a.method, a.address, a.body, reply.status, reply.body)
		}
		if err := a.acknowledge(reply); err != nil {
			return err
		}
		if err := w.ledger.write(a.entry); err != nil {
			return err
		}
		if a.at < 0 {
			w.events = append(w.events, a.entry)
		} else {
			w.events[a.at] = a.entry
		}
	}
}

// acknowledge reads what the server says that it wrote: the revision and the change in the tag, and the record.
func (a *attempt) acknowledge(reply answered) error {
	parts := strings.Split(strings.Trim(reply.header.Get("Etag"), `"`), ".")
	if len(parts) < 5 {
		return fmt.Errorf("%s: the tag is %q", a.ID, reply.header.Get("Etag"))
	}
	revision, err := strconv.Atoi(parts[len(parts)-3])
	if err != nil || revision != a.Revision {
		return fmt.Errorf("%s: the tag %q names another revision than %d", a.ID, reply.header.Get("Etag"), a.Revision)
	}
	if a.Seq, err = strconv.ParseInt(parts[len(parts)-2], 10, 64); err != nil {
		return err
	}
	var told struct {
		Data content `json:"data"`
	}
	if err := json.Unmarshal(reply.body, &told); err != nil {
		return fmt.Errorf("%s: %w in %s", a.ID, err, reply.body)
	}
	if !a.Gone && told.Data.String() != a.Content.String() {
		return fmt.Errorf("%s was sent as %s and acknowledged as %s", a.ID, a.Content, told.Data)
	}
	a.Acknowledged = true
	return nil
}

// next makes up a write: a new event in half of all cases, else a change of one of its own.
func (w *ledgerWriter) next() (*attempt, error) {
	w.made++
	word := fmt.Sprintf("zq%dx%dx%d", w.Life, w.n, w.made)
	if len(w.events) == 0 || w.random.IntN(2) == 0 {
		id := fmt.Sprintf("2025-03-%02d-%s", 1+w.random.IntN(28), word)
		a := &attempt{entry: entry{ID: id, Revision: 1, Word: word, Content: w.content(id, word)}, method: "POST", address: w.Base + "/v1/events", at: -1}
		return a, a.encode(w.random.IntN(4) == 0)
	}
	at := w.random.IntN(len(w.events))
	was := w.events[at]
	a := &attempt{entry: entry{ID: was.ID, Revision: was.Revision + 1, Word: word}, address: w.Base + "/v1/events/" + was.ID, at: at,
		headers: []string{"If-Match", fmt.Sprintf("%q", strconv.Itoa(was.Revision))}}
	switch kind := w.random.IntN(10); {
	case kind < 5 || was.Gone:
		a.method, a.Content = "PUT", w.content(was.ID, word)
		return a, a.encode(w.random.IntN(4) == 0)
	case kind < 8:
		a.method, a.Content = "PATCH", was.Content
		a.Content.Title, a.Content.Summary = "Patched", "It is told anew: "+word+"."
		var err error
		a.body, err = json.Marshal(content{Title: a.Content.Title, Summary: a.Content.Summary})
		return a, err
	}
	a.method, a.Gone, a.Word = "DELETE", true, ""
	return a, nil
}

// content makes up an event that a word finds and no other.
func (w *ledgerWriter) content(id, word string) content {
	return content{
		Kind: "meeting", Title: "A meeting", Summary: "It is told: " + word + ".", Date: id[:len("2025-03-01")],
		Participants: []participant{{"anna-arlen", "principal"}, {"ben-birk", "principal"}},
		Topics:       []string{"territory"},
		Citations:    []citation{{Document: "d1"}},
		Links:        []link{{To: "2025-03-01-first", Relation: "follows"}},
	}
}

// encode writes the body. With another document, one given in a citation is to be made with the event.
func (a *attempt) encode(another bool) error {
	cites := []any{map[string]any{"document": "d1"}}
	if another {
		id := documentID("d-" + a.Word)
		a.Content.Citations = append(a.Content.Citations, citation{Document: id})
		cites = append(cites, map[string]any{"document": map[string]any{
			"id": id, "url": "https://wire.example/" + a.Word, "title": "It was told", "source": "the-wire", "published": "2025-03-02",
		}})
	}
	var err error
	a.body, err = json.Marshal(map[string]any{
		"id": a.ID, "kind": a.Content.Kind, "title": a.Content.Title, "summary": a.Content.Summary, "date": a.Content.Date,
		"participants": a.Content.Participants, "topics": a.Content.Topics, "links": a.Content.Links, "citations": cites,
	})
	return err
}
