package store

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"iter"
	"slices"
	"time"

	"backchannel/internal/compare"
	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// pruned puts the answer together as it read at the moment asked for. Most often that leaves out whole citations and links and
// changes nothing else, which is seen from the stored bytes; else the answer is decoded, pruned and encoded.
func (a *assembler) pruned(row *EventRow, body []byte, skey int64, links []record.LinkedFrom) error {
	cut := cutter{assembler: a, skey: skey}
	kept, ok := cut.event(body)
	if cut.failed != nil {
		return cut.failed
	}
	if !ok {
		return a.prunedWhole(row, body, links)
	}
	if cut.citations {
		row.Sources = a.room.keep(cut.sources)
	}
	var err error
	if row.JSON, err = appendTail(kept, links); err != nil {
		return err
	}
	row.Digest = sha256.Sum256(row.JSON)
	return nil
}

// prunedWhole is the slow way: decode, leave out what was not known, encode.
func (a *assembler) prunedWhole(row *EventRow, body []byte, links []record.LinkedFrom) error {
	full, err := decodeAnswer(append(body, emptyTail...))
	if err != nil {
		return err
	}
	memory := a.view.store.memory
	var failed error
	then, known := compare.Prune(full, a.asOf, func(event string) (time.Time, bool) {
		at, ok, err := a.eventKnownAt(event)
		if err != nil {
			failed = err
		}
		return at, ok
	})
	if failed != nil {
		return failed
	}
	if !known {
		return fmt.Errorf("event %s was found but is not known by %s", row.ID, a.asOf)
	}
	then.LinkedFrom = links
	if then.LinkedFrom == nil {
		then.LinkedFrom = []record.LinkedFrom{}
	}
	if row.JSON, err = plainJSON(then); err != nil {
		return fmt.Errorf("marshal event %s: %w", row.ID, err)
	}
	row.Digest = sha256.Sum256(row.JSON)
	row.answer = then
	named := refsOf(then, refNumbers{
		actor:  func(id string) int32 { return int32(memory.idents.num(record.TypeActor, id)) },
		source: func(id string) int32 { return int32(memory.idents.num(record.TypeSource, id)) },
		topic:  func(id string) int32 { return int32(memory.idents.num(record.TypeTopic, id)) },
	})
	row.Actors, row.Sources, row.Topics = named.actors, named.sources, named.topics
	return nil
}

// cutter leaves out of a stored document what compare.Prune leaves out of the decoded answer, by copying the rest. It gives
// up where more than that changes: the status before the event's start, particulars that a citation left out helped to make,
// a leak's standing, and an actor that such a citation alone names.
type cutter struct {
	*assembler
	skey      int64 // 0: not known
	citations bool  // some were left out
	sources   []int32
	failed    error
}

// event copies the document without what was not known; ok is false where it gives up.
func (c *cutter) event(body []byte) (kept []byte, ok bool) {
	// No place's midnight is a day later than UTC's.
	started := c.skey != 0 && !edtf.Day(dayOfSkey(c.skey)+1).Time().After(c.asOf)
	kept = c.room.take(len(body) + len(emptyTail))[:0]
	var leak, particulars []byte
	for name, value := range members(body) {
		switch string(name) {
		case "start_at":
			at, err := time.Parse(time.RFC3339Nano, string(unquoted(value)))
			started = err == nil && !at.After(c.asOf)
		case "leak":
			leak = value
		case "particulars":
			particulars = value
		case "verification":
			return nil, false
		}
		if len(kept) == 0 {
			kept = append(kept, '{')
		} else {
			kept = append(kept, ',')
		}
		kept = append(append(append(kept, '"'), name...), '"', ':')
		switch string(name) {
		case "citations":
			kept, ok = c.list(kept, value, c.citation)
		case "links":
			kept, ok = c.list(kept, value, c.link)
		default:
			kept, ok = append(kept, value...), true
		}
		if !ok {
			return nil, false
		}
	}
	if !started || c.citations && string(particulars) != "{}" {
		return nil, false
	}
	return kept, leak == nil || c.source(member(leak, "source"))
}

// list copies the elements of a list that are to be kept.
func (c *cutter) list(kept, list []byte, keep func(element []byte) (keep, ok bool)) ([]byte, bool) {
	if len(list) < 2 || list[0] != '[' {
		return kept, false
	}
	kept = append(kept, '[')
	first := true
	for element := range elements(list) {
		switch keeps, ok := keep(element); {
		case !ok:
			return kept, false
		case keeps && first:
			kept, first = append(kept, element...), false
		case keeps:
			kept = append(append(kept, ','), element...)
		}
	}
	return append(kept, ']'), true
}

func (c *cutter) citation(element []byte) (keep, ok bool) {
	var known, source, by []byte
	for name, value := range members(element) {
		switch string(name) {
		case "known_at":
			known = value
		case "source":
			source = value
		case "by":
			by = value
		}
	}
	if string(known) != "null" {
		at, err := time.Parse(time.RFC3339Nano, string(unquoted(known)))
		if err != nil {
			return false, false
		}
		keep = !at.After(c.asOf)
	}
	if !keep {
		c.citations = true
		return false, by == nil || member(by, "actor") == nil
	}
	return true, c.source(source) && c.source(member(by, "source"))
}

func (c *cutter) link(element []byte) (keep, ok bool) {
	to := unquoted(member(element, "to"))
	if to == nil {
		return false, false
	}
	at, known, err := c.eventKnownAt(string(to))
	if err != nil {
		c.failed = err
	}
	return known && !at.After(c.asOf), err == nil
}

// source notes a source that is named; it is false where its id cannot be read.
func (c *cutter) source(value []byte) bool {
	if value == nil || string(value) == `""` {
		return true
	}
	id := unquoted(value)
	if id == nil {
		return false
	}
	if num := int32(c.view.store.memory.idents.num(record.TypeSource, string(id))); num != 0 && !slices.Contains(c.sources, num) {
		c.sources = append(c.sources, num)
	}
	return true
}

// unquoted is what stands in a string that holds no escape; nil for anything else.
func unquoted(value []byte) []byte {
	if len(value) < 2 || value[0] != '"' || bytes.IndexByte(value, '\\') >= 0 {
		return nil
	}
	return value[1 : len(value)-1]
}

// member is the value of one member of an object; nil where there is none.
func member(object []byte, name string) []byte {
	for have, value := range members(object) {
		if string(have) == name {
			return value
		}
	}
	return nil
}

// members yields the members of an object as they stand in stored bytes, which are JSON without white space; names are plain.
// The closing brace may be missing, as it is where a stored document ends.
func members(object []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(name, value []byte) bool) {
		for i := 1; i < len(object) && object[i] == '"'; i++ {
			end := valueEnd(object, i)
			name := object[i+1 : end-1]
			if i = end + 1; i >= len(object) {
				return
			}
			if end = valueEnd(object, i); !yield(name, object[i:end]) {
				return
			}
			i = end
		}
	}
}

// elements yields the elements of a list likewise.
func elements(list []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for i := 1; i < len(list) && list[i] != ']'; i++ {
			end := valueEnd(list, i)
			if !yield(list[i:end]) {
				return
			}
			i = end
		}
	}
}

// valueEnd is the place behind the value that begins at i.
func valueEnd(raw []byte, i int) int {
	depth := 0
	for ; i < len(raw); i++ {
		switch raw[i] {
		case '"':
			i = stringEnd(raw, i)
			if depth == 0 {
				return i + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',':
			if depth == 0 {
				return i
			}
		}
	}
	return len(raw)
}

// stringEnd is the place of the quote that closes the string opened at i.
func stringEnd(raw []byte, i int) int {
	for i++; i < len(raw); i++ {
		next := bytes.IndexByte(raw[i:], '"')
		if next < 0 {
			return len(raw) - 1
		}
		escapes := 0
		for at := i + next - 1; raw[at] == '\\'; at-- {
			escapes++
		}
		if i += next; escapes%2 == 0 {
			return i
		}
	}
	return len(raw) - 1
}
