package store

import (
	"encoding/json"
	"fmt"
	"strings"

	"backchannel/internal/compare"
	"backchannel/internal/record"
)

// erasedText stands where a text was erased, in every revision and every old snapshot.
const erasedText = "[erased]"

// erase takes content out of every revision of a record: one text, wherever in the record it stands,
// or with an empty pointer all of it but its id, kind and date. It is the one change that rewrites
// what was written before; the change log keeps that it happened, when, by whom and why.
func (w *writer) erase(c Change, now *currentRecord) (seq int64, err error) {
	key := c.key()
	var revisions []changeRow
	if err := w.tx.Where("type = ? AND id = ?", string(key.t), key.id).Order("seq").Find(&revisions).Error; err != nil {
		return 0, fmt.Errorf("read the revisions of %s %s: %w", key.t, key.id, err)
	}
	if len(revisions) == 0 {
		return 0, ErrNotFound
	}
	blank, err := eraser(key, c.Pointer, revisions)
	if err != nil {
		return 0, err
	}
	var newest []byte
	for _, row := range revisions {
		if newest = nil; len(row.Body) == 0 {
			continue
		}
		if newest, err = blank(row.Body); err != nil {
			return 0, err
		}
		if err := w.tx.Exec("UPDATE change SET body = ? WHERE seq = ?", newest, row.Seq).Error; err != nil {
			return 0, fmt.Errorf("erase from change %d: %w", row.Seq, err)
		}
	}
	answered, err := w.answeredBy(key, now) // rendered again, a tombstone answers nothing
	if err != nil {
		return 0, err
	}
	if err := w.renderAgain(key); err != nil {
		return 0, err
	}
	w.erased = true
	if c.Pointer == "" || now.alive() == 0 {
		seq, err = w.endErased(c, key, now)
	} else {
		seq, err = w.putErased(c, key, now, newest)
	}
	for _, target := range answered {
		w.affect(target, seq)
	}
	return seq, err
}

// answeredBy lists the events that a record's current version links to.
func (w *writer) answeredBy(key identKey, now *currentRecord) ([]string, error) {
	if key.t != record.TypeEvent || now.skey == 0 {
		return nil, nil
	}
	return w.targets(key.id, now.skey)
}

// endErased ends the record, if it stood.
func (w *writer) endErased(c Change, key identKey, now *currentRecord) (int64, error) {
	seq := w.log(key, Erase, nil, logged{reason: c.Reason})
	switch {
	case now.alive() == 0:
		return seq, nil
	case key.t == record.TypeEvent:
		return seq, w.endEvent(key.id, now, seq)
	}
	return seq, w.endRecord(key, seq)
}

// putErased makes what is left of the record its current version, under a revision of its own.
func (w *writer) putErased(c Change, key identKey, now *currentRecord, own []byte) (int64, error) {
	rec, err := decodeOwn(key.t, own)
	if err != nil {
		return 0, fmt.Errorf("read what is left of %s %s: %w", key.t, key.id, err)
	}
	seq := w.log(key, Erase, own, logged{reason: c.Reason})
	if e, ok := rec.(*record.Event); ok {
		return seq, w.putEvent(e, now, seq)
	}
	put := Change{Operation: Put, Record: rec}
	w.staged[key] = &stagedRecord{change: put, own: own}
	return seq, w.putRecord(put, key, now, seq)
}

// eraser gives the function that takes the content out of one revision's body.
func eraser(key identKey, pointer string, revisions []changeRow) (func(body []byte) ([]byte, error), error) {
	if pointer == "" {
		return func(body []byte) ([]byte, error) { return tombstone(key, body) }, nil
	}
	text, err := textAt(pointer, revisions)
	if err != nil {
		return nil, err
	}
	return func(body []byte) ([]byte, error) {
		var tree any
		if err := json.Unmarshal(body, &tree); err != nil {
			return nil, fmt.Errorf("read a revision of %s %s: %w", key.t, key.id, err)
		}
		out, err := plainJSON(without(tree, text))
		if err != nil {
			return nil, fmt.Errorf("write a revision of %s %s: %w", key.t, key.id, err)
		}
		rec, err := decodeOwn(key.t, out)
		if err != nil {
			return nil, notText(pointer)
		}
		if faults := rec.Validate(); len(faults) > 0 {
			return nil, notText(pointer)
		}
		return record.Own(rec)
	}, nil
}

func notText(pointer string) error {
	return record.Faults{{Pointer: pointer, Code: "not_erasable", Detail: "this is not a text that can be erased by itself",
		Hint: "point at a title, summary, quote, excerpt, note or address, or erase the whole record"}}
}

// textAt finds the text a pointer leads to in the newest revision that has it.
func textAt(pointer string, revisions []changeRow) (string, error) {
	for i := len(revisions) - 1; i >= 0; i-- {
		var tree any
		if len(revisions[i].Body) == 0 || json.Unmarshal(revisions[i].Body, &tree) != nil {
			continue
		}
		if text, ok := follow(tree, pointer).(string); ok && text != "" {
			return text, nil
		}
	}
	return "", notText(pointer)
}

// follow walks an RFC 6901 pointer; nil where it leads nowhere.
func follow(tree any, pointer string) any {
	for _, step := range strings.Split(pointer, "/")[1:] {
		step = strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")
		switch node := tree.(type) {
		case map[string]any:
			tree = node[step]
		case []any:
			var n int
			if _, err := fmt.Sscanf(step, "%d", &n); err != nil || n < 0 || n >= len(node) {
				return nil
			}
			tree = node[n]
		default:
			return nil
		}
	}
	return tree
}

// without replaces a text wherever it stands; an address is left out, since only an address may
// stand in its place.
func without(tree any, text string) any {
	switch node := tree.(type) {
	case map[string]any:
		for name, value := range node {
			if value == text && (name == "url" || name == "archived_url") {
				delete(node, name)
				continue
			}
			node[name] = without(value, text)
		}
	case []any:
		for i, value := range node {
			node[i] = without(value, text)
		}
	case string:
		if node == text {
			return erasedText
		}
	}
	return tree
}

// tombstone is what stays of a revision whose record was erased: valid in shape, empty of content.
func tombstone(key identKey, body []byte) ([]byte, error) {
	old, err := decodeOwn(key.t, body)
	if err != nil {
		return nil, fmt.Errorf("read a revision of %s %s: %w", key.t, key.id, err)
	}
	switch r := old.(type) {
	case *record.Actor:
		old = &record.Actor{ID: r.ID, Kind: r.Kind, Name: erasedText}
	case *record.Source:
		old = &record.Source{ID: r.ID, Kind: r.Kind, Name: erasedText}
	case *record.Document:
		old = &record.Document{ID: r.ID, Source: r.Source, Title: erasedText, Published: r.Published}
	case *record.Topic:
		old = &record.Topic{ID: r.ID, Label: erasedText}
	case *record.Event:
		old = &record.Event{ID: r.ID, Kind: r.Kind, Title: erasedText, Date: r.Date, Status: r.Status}
	case *record.Plan:
		old = &record.Plan{ID: r.ID, Title: erasedText}
	case *record.Comparison:
		old = &record.Comparison{ID: r.ID, Left: r.Left, Right: r.Right, Coder: r.Coder}
	case *record.Timeline:
		old = &record.Timeline{ID: r.ID, Title: erasedText, Filter: r.Filter}
	}
	return record.Own(old)
}

// renderAgain makes anew every stored document that holds what the record's revisions say.
func (w *writer) renderAgain(key identKey) error {
	query, args := "SELECT skey FROM event_version WHERE event = ?", []any{key.id}
	switch key.t {
	case record.TypeEvent:
	case record.TypeDocument:
		num, err := w.numBefore(key)
		if err != nil {
			return err
		}
		query, args = "SELECT DISTINCT skey FROM event_citation WHERE document = ?", []any{num}
		if err := w.tx.Exec("UPDATE document_index SET address = '', words = ? WHERE id = ?", " "+erasedText+" ", key.id).Error; err != nil {
			return fmt.Errorf("erase the index of document %s: %w", key.id, err)
		}
	default:
		return nil
	}
	var skeys []int64
	if err := w.tx.Raw(query, args...).Scan(&skeys).Error; err != nil {
		return fmt.Errorf("find what shows %s %s: %w", key.t, key.id, err)
	}
	for _, skey := range skeys {
		if err := w.render(skey); err != nil {
			return err
		}
	}
	return nil
}

// render makes one version's document, words and rows anew from its revision, as of its own seq.
func (w *writer) render(skey int64) error {
	var v eventVersion
	var kept eventDocument
	var change changeRow
	if err := w.tx.Where("skey = ?", skey).Take(&v).Error; err != nil {
		return fmt.Errorf("read version %d: %w", skey, err)
	}
	if err := w.tx.Where("skey = ?", skey).Take(&kept).Error; err != nil {
		return fmt.Errorf("read version %d: %w", skey, err)
	}
	if err := w.tx.Where("seq = ?", v.Rec).Take(&change).Error; err != nil {
		return fmt.Errorf("read change %d: %w", v.Rec, err)
	}
	old, err := decodeAnswer(append(kept.Doc, emptyTail...))
	if err != nil {
		return err
	}
	own, err := decodeOwn(record.TypeEvent, change.Body)
	if err != nil {
		return err
	}
	sources, err := w.sourcesAt(own.(*record.Event), v.Rec)
	if err != nil {
		return err
	}
	a := compare.Answer(own.(*record.Event), sources)
	a.Stamp, a.Verification = old.Stamp, old.Verification
	return w.replace(&v, old, a)
}

// sourcesAt looks things up as they stood at a commit, with what was erased since erased.
func (w *writer) sourcesAt(e *record.Event, seq int64) (compare.Sources, error) {
	documents := map[string]*record.Document{}
	for _, c := range e.Citations {
		var bodies [][]byte
		err := w.tx.Raw(`SELECT c.body FROM record_version v JOIN change c ON c.seq = v.rec
			WHERE v.type = 'document' AND v.id = ? AND v.rec <= ? AND v.sup > ?`, c.Document.ID, seq, seq).Scan(&bodies).Error
		if err != nil {
			return compare.Sources{}, fmt.Errorf("read document %s: %w", c.Document.ID, err)
		}
		if len(bodies) == 1 {
			d, err := decodeOwn(record.TypeDocument, bodies[0])
			if err != nil {
				return compare.Sources{}, err
			}
			documents[c.Document.ID] = d.(*record.Document)
		}
	}
	names := newDirectory(w.store.memory, seq)
	return compare.Sources{
		Document: func(id string) *record.Document { return documents[id] }, Actor: names.Actor, Letter: names.Letter,
	}, nil
}

// replace puts the rows of a version made anew in the place of its old ones.
func (w *writer) replace(v *eventVersion, old, a *record.EventAnswer) error {
	numOf := func(actor string) int64 { return w.store.memory.idents.num(record.TypeActor, actor) }
	if err := w.tx.Exec(deleteText, v.Skey, words(old, numOf)).Error; err != nil {
		return fmt.Errorf("erase the words of version %d: %w", v.Skey, err)
	}
	for _, table := range []string{"event_document", "event_actor", "event_topic", "event_citation", "event_mention", "event_position", "event_member", "event_link",
		"event_standing", "event_contested"} {
		if err := w.tx.Exec("DELETE FROM "+table+" WHERE skey = ?", v.Skey).Error; err != nil {
			return fmt.Errorf("erase version %d from %s: %w", v.Skey, table, err)
		}
	}
	fresh := versionOf(a, v.Rec)
	fresh.Skey, fresh.Sup, fresh.Revision = v.Skey, v.Sup, v.Revision
	made := writer{store: w.store, tx: w.tx, shared: w.shared, before: w.before, seq: w.seq, current: w.current, nums: w.nums, places: w.places, lastPlace: w.lastPlace}
	for _, add := range []func(*record.EventAnswer, *eventVersion) error{
		made.addPlace, made.addActors, made.addTopics, made.addCitations, made.addMentions, made.addPositions, made.addLinks, made.addStandings,
		made.addContested, made.addFinished,
	} {
		if err := add(a, &fresh); err != nil {
			return err
		}
	}
	made.rows.close(v.Sup)
	made.rows.postings = nil
	made.rows.members = membersOf(a, v.Skey)
	if err := w.tx.Save(&fresh).Error; err != nil {
		return fmt.Errorf("write version %d anew: %w", v.Skey, err)
	}
	w.rows.texts = append(w.rows.texts, made.rows.texts...)
	made.rows.texts = nil
	w.newNames, w.newDocuments, w.lastPlace = w.newNames+made.newNames, w.newDocuments+made.newDocuments, made.lastPlace
	return made.rows.insert(w.tx)
}

// close gives every row the end of the interval of the version it belongs to.
func (r *rows) close(sup int64) {
	for i := range r.actors {
		r.actors[i].Sup = sup
	}
	for i := range r.topics {
		r.topics[i].Sup = sup
	}
	for i := range r.citations {
		r.citations[i].Sup = sup
	}
	for i := range r.mentions {
		r.mentions[i].Sup = sup
	}
	for i := range r.positions {
		r.positions[i].Sup = sup
	}
	for i := range r.links {
		r.links[i].Sup = sup
	}
}
