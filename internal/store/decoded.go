package store

import (
	"sync"

	"backchannel/internal/record"
)

// decoded keeps documents that were read, by the change that made them: what a change made never becomes anything else, until it is
// erased. Every event cites some, and they are read again for each that is written and for each that is shown.
type decoded struct {
	mu    sync.RWMutex
	kept  map[int64]*record.Document
	turns int64 // rises when all are dropped
}

// mostDecoded is how many are kept; when there are more all go, and are read again.
const mostDecoded = 4096

func newDecoded() *decoded { return &decoded{kept: map[int64]*record.Document{}} }

// get gives the document that a change made, which is not to be changed, or nil; and the turn, for put.
func (d *decoded) get(rec int64) (kept *record.Document, turn int64) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.kept[rec], d.turns
}

// put keeps a document that was read since a turn, unless something was erased meanwhile.
func (d *decoded) put(rec int64, read *record.Document, turn int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.turns != turn {
		return
	}
	if len(d.kept) >= mostDecoded {
		clear(d.kept)
	}
	d.kept[rec] = read
}

func (d *decoded) clear() {
	d.mu.Lock()
	defer d.mu.Unlock()
	clear(d.kept)
	d.turns++
}

// document reads the document that a change made from its body.
func (d *decoded) document(rec int64, body []byte) (*record.Document, error) {
	kept, turn := d.get(rec)
	if kept == nil {
		read, err := decodeOwn(record.TypeDocument, body)
		if err != nil {
			return nil, err
		}
		kept = read.(*record.Document)
		d.put(rec, kept, turn)
	}
	return kept, nil
}
