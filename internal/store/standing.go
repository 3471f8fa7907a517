package store

import (
	"database/sql"
	"fmt"
	"slices"

	"backchannel/internal/compare"
	"backchannel/internal/record"
)

// pendingLeak is a leak of the batch that waits until every link to it is known.
type pendingLeak struct {
	answer *record.EventAnswer
	seq    int64
}

// affect notes that the standing of a leak may follow from a change. That a target is a leak is looked
// at later.
func (w *writer) affect(target string, cause int64) {
	if _, ok := w.affected[target]; !ok {
		w.affected[target] = cause
	}
}

// affectAll notes every leak that something answers: a change of families, parties, roles or merges
// may move any of them.
func (w *writer) affectAll(cause int64) error {
	var targets []string
	if err := w.tx.Raw("SELECT DISTINCT target FROM event_link WHERE sup = ?", never).Scan(&targets).Error; err != nil {
		return fmt.Errorf("find what is linked to: %w", err)
	}
	for _, target := range targets {
		w.affect(target, cause)
	}
	return nil
}

// affectDerived notes them all where other documents go back to one that changed: the families of what
// cites those follow from it.
func (w *writer) affectDerived(document string, cause int64) error {
	var derived int
	err := w.tx.Raw(`SELECT count(*) FROM record_reference WHERE target_type = 'document' AND target = ? AND type = 'document' AND sup = ?`,
		document, never).Row().Scan(&derived)
	if err != nil {
		return fmt.Errorf("find what is derived from document %s: %w", document, err)
	}
	if derived > 0 {
		return w.affectAll(cause)
	}
	return nil
}

// judge computes where the leaks stand that the batch put or answered, and writes them: those it put
// with their version, those it answered as a new version where the standing changed, so that a denial
// is a change of what it denies.
func (w *writer) judge() error {
	targets := make([]string, 0, len(w.affected))
	for target := range w.affected {
		if w.leaks[target] == nil {
			targets = append(targets, target)
		}
	}
	slices.Sort(targets)
	for _, target := range targets {
		if err := w.judgeAnew(target, w.affected[target]); err != nil {
			return err
		}
	}
	ids := make([]string, 0, len(w.leaks))
	for id := range w.leaks {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		leak := w.leaks[id]
		history, err := w.standings(leak.answer)
		if err != nil {
			return err
		}
		leak.answer.Verification = compare.Verification(history)
		if err := w.addVersion(leak.answer, leak.seq); err != nil {
			return err
		}
	}
	return nil
}

// judgeAnew puts a leak of the database again where its standing has changed.
func (w *writer) judgeAnew(id string, cause int64) error {
	key := identKey{record.TypeEvent, id}
	if w.retracted[key] || w.answers[id] != nil && w.answers[id].Kind != "leak" {
		return nil
	}
	if err := w.readCurrent([]identKey{key}); err != nil {
		return err
	}
	now := w.current[key]
	if now.alive() == 0 || now.skey == 0 {
		return nil
	}
	var doc []byte
	err := w.tx.Raw("SELECT d.doc FROM event_document d JOIN event_version v ON v.skey = d.skey WHERE d.skey = ? AND v.kind = ?",
		now.skey, kindNumber("leak")).Row().Scan(&doc)
	if err == sql.ErrNoRows {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read leak %s: %w", id, err)
	}
	a, err := decodeAnswer(append(doc, emptyTail...))
	if err != nil {
		return err
	}
	history, err := w.standings(a)
	if err != nil {
		return err
	}
	before, err := plainJSON(a.Verification)
	if err != nil {
		return fmt.Errorf("compare the standing of %s: %w", id, err)
	}
	after, err := plainJSON(compare.Verification(history))
	if err != nil {
		return fmt.Errorf("compare the standing of %s: %w", id, err)
	}
	if string(before) == string(after) {
		return nil
	}
	rec, err := decodeOwn(record.TypeEvent, now.own)
	if err != nil {
		return fmt.Errorf("read leak %s: %w", id, err)
	}
	seq := w.log(key, Put, now.own, logged{cause: cause})
	return w.putEvent(rec.(*record.Event), now, seq)
}

// standings is a leak's history, from every link to it as it stands with the batch.
func (w *writer) standings(leak *record.EventAnswer) ([]compare.Standing, error) {
	voices := compare.Voices{Family: w.family, Party: w.party, Root: w.rootSource}
	var links []compare.LinkIn
	err := w.linksTo(leak.ID, func(from *record.EventAnswer, l record.Link) {
		links = append(links, compare.LinksIn(from, l, leak.KnownAt, voices)...)
	})
	if err != nil {
		return nil, err
	}
	group := func(id string) []string { return []string{w.canonical(id)} }
	concern := compare.ConcernedWith(leak, group, w.sources()).WithParties(w.party).WithRoots(w.rootSource)
	return compare.Verify(leak, concern, w.family, links), w.failed
}

// linksTo gives every link to an event with the event it comes from: those of the database that the
// batch has not ended, then those of the batch. No rows are open while it yields.
func (w *writer) linksTo(target string, yield func(*record.EventAnswer, record.Link)) error {
	stored, err := w.storedLinks(target)
	if err != nil {
		return err
	}
	for _, l := range stored {
		from, err := decodeAnswer(append(l.doc, emptyTail...))
		if err != nil {
			return err
		}
		yield(from, l.Link)
	}
	for _, from := range w.answers {
		for _, l := range from.Links {
			if l.To == target {
				yield(from, l)
			}
		}
	}
	return nil
}

// storedLink is a link of the database and the document of the event it comes from.
type storedLink struct {
	record.Link
	doc []byte
}

func (w *writer) storedLinks(target string) ([]storedLink, error) {
	if in, _ := w.store.memory.linked(target); !in {
		return nil, nil // memory has followed every request but this, whose rows are not inserted yet
	}
	rows, err := w.tx.Raw(`SELECT l.relation, l.scope, l.note, d.doc FROM event_link l JOIN event_document d ON d.skey = l.skey
		WHERE l.target = ? AND l.sup = ? ORDER BY l.skey, l.ordinal`, target, never).Rows()
	if err != nil {
		return nil, fmt.Errorf("read the links to %s: %w", target, err)
	}
	defer rows.Close()
	var links []storedLink
	for rows.Next() {
		l := storedLink{Link: record.Link{To: target}}
		if err := rows.Scan(&l.Relation, &l.Scope, &l.Note, &l.doc); err != nil {
			return nil, fmt.Errorf("read the links to %s: %w", target, err)
		}
		links = append(links, l)
	}
	return links, rows.Err()
}

// source is a source as it stands with the batch; nil when there is none.
func (w *writer) source(id string) *record.Source {
	if s := w.staged[identKey{record.TypeSource, id}]; s != nil {
		return s.change.Record.(*record.Source)
	}
	if v := w.head().sources[id]; v != nil {
		return v.record
	}
	return nil
}

func (w *writer) family(id string) string {
	if s := w.source(id); s != nil {
		return s.FamilyOrSelf()
	}
	return id
}

func (w *writer) party(id string) string {
	if s := w.source(id); s != nil {
		return s.Party
	}
	return ""
}

// rootSource is the source of the document that one goes back to by derived_from.
func (w *writer) rootSource(document string) string {
	if source, ok := w.roots[document]; ok {
		return source
	}
	source := ""
	for at, steps := document, 0; at != "" && steps < mostSteps; steps++ {
		r, err := w.currentRecord(identKey{record.TypeDocument, at})
		if err != nil {
			w.failed = err
			return ""
		}
		d, ok := r.(*record.Document)
		if !ok || d == nil {
			break
		}
		source, at = d.Source, d.DerivedFrom
	}
	w.roots[document] = source
	return source
}

// canonical follows merged_into as it stands with the batch.
func (w *writer) canonical(actor string) string {
	for range mostSteps {
		a := w.sources().Actor(actor)
		if a == nil || a.MergedInto == "" {
			return actor
		}
		actor = a.MergedInto
	}
	return actor
}

// addStandings writes the rows by which leaks are found by where they stood.
func (w *writer) addStandings(a *record.EventAnswer, v *eventVersion) error {
	if a.Verification == nil {
		return nil
	}
	steps := a.Verification.History
	for i, step := range steps {
		row := eventStanding{Skey: v.Skey, Ordinal: i, Status: step.Status, KnownFrom: unknown, KnownTo: unknown, Final: i == len(steps)-1}
		if step.Since != nil {
			row.KnownFrom = micros(*step.Since)
		}
		if i+1 < len(steps) && steps[i+1].Since != nil {
			row.KnownTo = micros(*steps[i+1].Since)
		}
		w.rows.standings = append(w.rows.standings, row)
	}
	return nil
}

// addContested writes from when on the accounts of each particular differ.
func (w *writer) addContested(a *record.EventAnswer, v *eventVersion) error {
	known := map[string]int64{}
	for _, moment := range accountMoments(a) {
		then := a.Citations
		if moment != unknown {
			then = nil
			for _, c := range a.Citations {
				if c.KnownAt != nil && micros(*c.KnownAt) <= moment {
					then = append(then, c)
				}
			}
		}
		for particular, told := range compare.Particulars(then) {
			if _, have := known[particular]; !have && told.State == "differs" {
				known[particular] = moment
			}
		}
	}
	for particular, from := range known {
		w.rows.contested = append(w.rows.contested, eventContested{v.Skey, particular, from})
	}
	return nil
}

// accountMoments lists the moments at which an event's accounts became known, rising, unknown last.
func accountMoments(a *record.EventAnswer) []int64 {
	var moments []int64
	for _, c := range a.Citations {
		switch {
		case len(c.Says) == 0:
		case c.KnownAt == nil:
			moments = append(moments, unknown)
		default:
			moments = append(moments, micros(*c.KnownAt))
		}
	}
	slices.Sort(moments)
	return slices.Compact(moments)
}
