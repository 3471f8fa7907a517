package rest

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"backchannel/internal/store"
)

// whole is the part of a position behind everything of its change.
const whole = math.MaxInt

// position is a place in the feed: behind a change, or behind a part of what it did. A change that moved the links of
// other events too has several parts.
type position struct {
	seq  int64
	part int
}

// String writes a position: the change number, and where it is not all of it, a point and the part.
func (p position) String() string {
	if p.part == whole {
		return strconv.FormatInt(p.seq, 10)
	}
	return strconv.FormatInt(p.seq, 10) + "." + strconv.Itoa(p.part)
}

// before tells whether a step comes after a reader's place.
func (p position) before(q position) bool {
	return p.seq < q.seq || p.seq == q.seq && p.part < q.part
}

// from is the change number behind which to look for what comes after the position.
func (p position) from() int64 {
	if p.part == whole {
		return p.seq
	}
	return p.seq - 1
}

// parsePosition reads a position, alone or as the id of an event of a stream, "epoch:position". The epoch is empty
// where none is named.
func parsePosition(text string) (p position, epoch string, ok bool) {
	if before, after, found := strings.Cut(text, ":"); found {
		epoch, text = before, after
	}
	number, part, parted := strings.Cut(text, ".")
	p.part = whole
	var err error
	if p.seq, err = strconv.ParseInt(number, 10, 64); err != nil || p.seq < 0 {
		return p, epoch, false
	}
	if parted {
		if p.part, err = strconv.Atoi(part); err != nil || p.part < 0 || p.seq == 0 {
			return p, epoch, false
		}
	}
	return p, epoch, true
}

// StreamChange is the line of the change log that a message of a stream comes from. Where the event itself was not edited, cause
// is the change of another record that moved it.
type StreamChange struct {
	store.Revision
}

// StreamPut is the data of an event put: the event is in the filter now, and looks so.
type StreamPut struct {
	Seq    int64           `json:"seq"`
	Change StreamChange    `json:"change"`
	Event  json.RawMessage `json:"event" swaggertype:"object"` // as in lists
}

// StreamDrop is the data of an event drop: the event is not in the filter any more.
type StreamDrop struct {
	Seq    int64        `json:"seq"`
	ID     string       `json:"id"`
	Why    string       `json:"why" enums:"retracted,erased,edited,caused"`
	Change StreamChange `json:"change"`
}

// StreamResync is the data of an event resync: what the reader has is to be read anew.
type StreamResync struct {
	Seq    int64         `json:"seq"`
	Epoch  string        `json:"epoch"`
	Why    string        `json:"why" enums:"epoch,ahead,meaning"` // another database, a number it has not reached, or what the filter means has changed
	Change *StreamChange `json:"change,omitempty"`                // that changed it
}
