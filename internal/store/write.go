package store

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"gorm.io/gorm"

	"backchannel/internal/record"
)

// validate checks every record by itself.
func validate(b Batch) InvalidBatch {
	var invalid InvalidBatch
	for i, c := range b.Changes {
		if c.Operation != Put {
			continue
		}
		if faults := c.Record.Validate(); len(faults) > 0 {
			invalid = append(invalid, Invalid{i, c.Record.RecordType(), c.Record.RecordID(), faults})
		}
	}
	return invalid
}

// writer holds one batch while it is written.
type writer struct {
	store  *Store
	tx     *gorm.DB
	shared *shared
	plain  bool // the rows wait for those of other requests
	batch  Batch
	at     time.Time
	before int64
	seq    int64

	results   []Result
	staged    map[identKey]*stagedRecord // what the batch puts, by record
	retracted map[identKey]bool
	current   map[identKey]*currentRecord

	nums         map[identKey]int64
	newNames     int64
	newDocuments int64
	places       map[string]int64
	lastPlace    int64
	cited        map[string]*record.Document
	rows         rows
	caused       []causedChange
	answers      map[string]*record.EventAnswer // events of the batch that have links
	leaks        map[string]*pendingLeak
	affected     map[string]int64  // events linked to, with the change that may move their standing
	roots        map[string]string // document → source it goes back to
	failed       error             // of a lookup that cannot return one
	writing      bool              // checks are over, statements that change the database have begun
	touched      bool              // an actor, source or topic changed
	erased       bool              // revisions were rewritten: memory has to be read anew
	followed     []func(*memory)
}

// causedChange is an event that must be derived anew because of a change of something it rests on.
type causedChange struct {
	event string
	cause int64
}

type stagedRecord struct {
	index  int
	change Change
	own    []byte
}

// currentRecord is what stands in the database before the batch.
type currentRecord struct {
	revision int // the newest, 0 when there was never one
	gone     bool
	goneSeq  int64
	rec      int64
	first    int64 // recorded_at of revision 1
	own      []byte
	skey     int64 // events
}

func newWriter(s *shared, b Batch) *writer {
	return &writer{
		store: s.store, tx: s.tx, shared: s, batch: b, at: s.store.now().UTC(), before: s.seq, seq: s.seq, results: make([]Result, len(b.Changes)),
		staged: map[identKey]*stagedRecord{}, retracted: map[identKey]bool{}, current: map[identKey]*currentRecord{},
		nums: map[identKey]int64{}, places: map[string]int64{}, cited: map[string]*record.Document{},
		answers: map[string]*record.EventAnswer{}, leaks: map[string]*pendingLeak{}, affected: map[string]int64{}, roots: map[string]string{},
	}
}

// apply writes every change and what they cause.
func (w *writer) apply() error {
	if err := w.resolveInline(); err != nil {
		return err
	}
	if err := w.stage(); err != nil {
		return err
	}
	for _, check := range []func() error{w.checkReferences, w.checkRings, w.checkRetractions} {
		if err := check(); err != nil {
			return err
		}
	}
	w.writing = true
	for _, i := range w.order() {
		if err := w.change(i); err != nil {
			return err
		}
	}
	if err := w.rederive(); err != nil {
		return err
	}
	if err := w.judge(); err != nil {
		return err
	}
	if w.plain {
		return nil
	}
	return w.rows.insert(w.tx)
}

// stage reads what stands in the place of every change and refuses stale ones.
func (w *writer) stage() error {
	var keys []identKey
	for i, c := range w.batch.Changes {
		key := c.key()
		if c.Operation == Put {
			if twin, ok := w.staged[key]; ok {
				return InvalidBatch{{Index: i, Type: key.t, ID: key.id, Faults: record.Faults{{
					Pointer: "/id", Code: "duplicate_id", Given: key.id,
					Detail: fmt.Sprintf("record %d of the same batch has this id too", twin.index+1),
				}}}}
			}
			own, err := c.written()
			if err != nil {
				return err
			}
			w.staged[key] = &stagedRecord{index: i, change: c, own: own}
		}
		if c.Operation == Retract || c.Operation == Erase && c.Pointer == "" {
			w.retracted[key] = true
		}
		keys = append(keys, key)
	}
	if err := w.readCurrent(keys); err != nil {
		return err
	}
	for _, c := range w.batch.Changes {
		now := w.current[c.key()]
		if c.Expect != nil && now.alive() != *c.Expect {
			return &Stale{Type: c.key().t, ID: c.key().id, Expected: *c.Expect, Current: now.alive()}
		}
		if c.Operation == Retract && now.alive() == 0 {
			if now.gone {
				return &Gone{Type: c.Type, ID: c.ID, Seq: now.goneSeq}
			}
			return fmt.Errorf("retract %s %s: %w", c.Type, c.ID, ErrNotFound)
		}
	}
	return nil
}

// written is the record as the log keeps it.
func (c Change) written() ([]byte, error) {
	if c.own != nil {
		return c.own, nil
	}
	own, err := record.Own(c.Record)
	if err != nil {
		return nil, fmt.Errorf("marshal %s %s: %w", c.Record.RecordType(), c.Record.RecordID(), err)
	}
	return own, nil
}

// write notes for each change what the log will keep of it: whoever asks for the write does that, and not the writer.
func (b *Batch) write() error {
	b.Changes = slices.Clone(b.Changes)
	for i, c := range b.Changes {
		if c.Operation != Put {
			continue
		}
		var err error
		if b.Changes[i].own, err = c.written(); err != nil {
			return err
		}
	}
	return nil
}

func (c Change) key() identKey {
	if c.Operation == Put {
		return identKey{c.Record.RecordType(), c.Record.RecordID()}
	}
	return identKey{c.Type, c.ID}
}

// alive is the current revision, 0 where there is none or it was retracted.
func (c *currentRecord) alive() int {
	if c.gone {
		return 0
	}
	return c.revision
}

// order lists the changes so that what is referred to is written before what refers to it.
func (w *writer) order() []int {
	order := make([]int, len(w.batch.Changes))
	for i := range order {
		order[i] = i
	}
	types := record.Types()
	slices.SortStableFunc(order, func(a, b int) int {
		return slices.Index(types, w.batch.Changes[a].key().t) - slices.Index(types, w.batch.Changes[b].key().t)
	})
	return order
}

// checkRetractions refuses to retract what stays in use.
func (w *writer) checkRetractions() error {
	for key := range w.retracted {
		if err := w.checkUnused(key); err != nil {
			return err
		}
	}
	return nil
}

// change writes one change under the next seq.
func (w *writer) change(i int) error {
	c := w.batch.Changes[i]
	key, now := c.key(), w.current[c.key()]
	if c.Operation == Erase {
		seq, err := w.erase(c, now)
		w.results[i] = Result{Type: key.t, ID: key.id, Revision: w.current[key].revision, Seq: seq}
		return err
	}
	var own []byte
	if c.Operation == Put {
		own = w.staged[key].own
		if !now.gone && string(own) == string(now.own) {
			w.results[i] = Result{Type: key.t, ID: key.id, Revision: now.revision, Unchanged: true}
			return nil
		}
	}
	seq := w.log(key, c.Operation, own, logged{reason: c.Reason, corrected: c.Corrected})
	w.results[i] = Result{Type: key.t, ID: key.id, Revision: w.current[key].revision, Seq: seq}
	if key.t == record.TypeEvent {
		if c.Operation == Retract {
			return w.endEvent(key.id, now, seq)
		}
		return w.putEvent(c.Record.(*record.Event), now, seq)
	}
	return w.putRecord(c, key, now, seq)
}

type logged struct {
	reason    string
	corrected bool
	cause     int64
}

// log takes the next seq, adds the line of the change log, and counts the record's revision up.
func (w *writer) log(key identKey, op Operation, own []byte, why logged) int64 {
	w.seq++
	now := w.current[key]
	next := *now
	next.revision++
	next.gone = op == Retract || op == Erase && own == nil
	if now.revision == 0 {
		next.first = micros(w.at)
	}
	next.own = own
	w.current[key] = &next
	w.rows.changes = append(w.rows.changes, changeRow{
		Seq: w.seq, Type: string(key.t), ID: key.id, Revision: next.revision, Operation: string(op),
		RecordedAt: micros(w.at), RecordedBy: w.batch.By, Reason: why.reason, Corrected: why.corrected, Cause: why.cause, Body: own,
	})
	return w.seq
}

// finish marks the commit.
func (w *writer) finish() error {
	head := commitHead{Seq: w.seq, CommittedAt: micros(w.at)}
	switch {
	case w.seq == w.before:
		return nil
	case w.plain:
		w.rows.heads = append(w.rows.heads, head)
		return nil
	}
	if w.batch.Coverage != "" {
		if err := w.tx.Save(&storeState{Name: "coverage", Value: w.batch.Coverage}).Error; err != nil {
			return fmt.Errorf("keep the coverage: %w", err)
		}
	}
	if w.erased {
		if err := w.tx.Save(&storeState{Name: lastErasure, Value: strconv.FormatInt(w.seq, 10)}).Error; err != nil {
			return fmt.Errorf("note the erasure: %w", err)
		}
	}
	if err := w.tx.Create(&head).Error; err != nil {
		return fmt.Errorf("mark the commit: %w", err)
	}
	return nil
}

func (w *writer) receipt() Receipt { return Receipt{Seq: w.seq, Results: w.results} }
