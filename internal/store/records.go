package store

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"backchannel/internal/filter"
	"backchannel/internal/record"
)

// Records reads the records of a type other than event, in order of their ids. total counts all that
// match, whatever the limit. A cursor is bound to the type, the commit and the database.
func (v *View) Records(ctx context.Context, q RecordQuery) (rows []RecordRow, total int64, page Page, err error) {
	after, before, err := v.openRecordCursor(q)
	if err != nil {
		return nil, 0, Page{}, err
	}
	all, err := v.matching(ctx, q)
	if err != nil {
		return nil, 0, Page{}, err
	}
	total = int64(len(all))
	from, to := 0, len(all)
	if after != "" {
		from, _ = slices.BinarySearch(all, after+"\x00")
	}
	if q.Limit > 0 {
		if before != "" {
			to, _ = slices.BinarySearch(all, before)
			from = max(0, to-q.Limit)
		} else {
			to = min(to, from+q.Limit)
		}
		if to < len(all) && to > from {
			page.Next = v.recordCursor(q, ">"+all[to-1])
		}
		if from > 0 && from < len(all) {
			page.Prev = v.recordCursor(q, "<"+all[from])
		}
	}
	rows, err = v.readRecords(ctx, q.Type, all[from:to])
	return rows, total, page, err
}

// UndatedRecords counts the documents, plans or comparisons that match but were known at no moment, since nothing dates them: no
// as_of shows them.
func (v *View) UndatedRecords(ctx context.Context, q RecordQuery) (int, error) {
	q.AsOf = time.Time{}
	all, err := v.matching(ctx, q)
	if err != nil {
		return 0, err
	}
	q.AsOf = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC) // whatever is known at all is known by then
	dated, err := v.matching(ctx, q)
	return len(all) - len(dated), err
}

// matching lists the ids that match, sorted.
func (v *View) matching(ctx context.Context, q RecordQuery) ([]string, error) {
	tokens := filter.Tokens(q.Text)
	var ids []string
	switch q.Type {
	case record.TypeActor:
		for id, r := range v.actors {
			a := r.record
			if holdsTokens(append(v.ActorNames(id), id), tokens) && holdsFields(q.Where, map[string]string{"kind": string(a.Kind), "country": a.Country}) {
				ids = append(ids, id)
			}
		}
	case record.TypeSource:
		for id, r := range v.sources {
			s := r.record
			fields := map[string]string{"kind": string(s.Kind), "country": s.Country, "family": s.FamilyOrSelf(), "party": s.Party}
			if holdsTokens([]string{id, s.Name, s.URL}, tokens) && holdsFields(q.Where, fields) {
				ids = append(ids, id)
			}
		}
	case record.TypeTopic:
		for id, r := range v.topics {
			t := r.record
			if holdsTokens([]string{id, t.Label, t.Proposition}, tokens) && holdsFields(q.Where, map[string]string{"parent": t.Parent}) {
				ids = append(ids, id)
			}
		}
	case record.TypeDocument:
		return v.matchingDocuments(ctx, q, tokens)
	case record.TypePlan, record.TypeComparison:
		return v.matchingPlans(ctx, q, tokens)
	default:
		err := v.store.read.WithContext(ctx).Model(&recordVersion{}).
			Where("type = ? AND rec <= ? AND sup > ?", string(q.Type), v.seq, v.seq).Order("id").Pluck("id", &ids).Error
		if err != nil {
			return nil, fmt.Errorf("list %s: %w", q.Type.Plural(), err)
		}
	}
	slices.Sort(ids)
	return ids, nil
}

func (v *View) matchingDocuments(ctx context.Context, q RecordQuery, tokens []string) ([]string, error) {
	db := v.store.read.WithContext(ctx).Model(&documentIndex{}).Where("rec <= ? AND sup > ?", v.seq, v.seq)
	if source := q.Where["source"]; source != "" {
		db = db.Where("source = ?", source)
	}
	if !q.AsOf.IsZero() {
		db = db.Where("known_at <= ?", micros(q.AsOf))
	}
	for _, token := range tokens {
		db = db.Where("words LIKE ?", likeWords(token))
	}
	var ids []string
	if err := db.Order("id").Pluck("id", &ids).Error; err != nil {
		return nil, fmt.Errorf("list documents: %w", err)
	}
	return ids, nil
}

// holdsTokens says whether every token begins a word of the texts.
func holdsTokens(texts, tokens []string) bool {
	for _, token := range tokens {
		found := slices.ContainsFunc(texts, func(text string) bool {
			return slices.ContainsFunc(filter.Tokens(text), func(word string) bool { return strings.HasPrefix(word, token) })
		})
		if !found {
			return false
		}
	}
	return true
}

func holdsFields(want, have map[string]string) bool {
	for field, value := range want {
		if value != "" && have[field] != value {
			return false
		}
	}
	return true
}

// readRecords reads records by id, in the order given.
func (v *View) readRecords(ctx context.Context, t record.Type, ids []string) ([]RecordRow, error) {
	rows := make([]RecordRow, 0, len(ids))
	for _, group := range slices.Collect(slices.Chunk(ids, chunk)) {
		found := make(map[string]RecordRow, len(group))
		err := inChunks(group, func(list []string) error { return v.readGroup(ctx, t, list, found) })
		if err != nil {
			return nil, err
		}
		for _, id := range group {
			rows = append(rows, found[id])
		}
	}
	return rows, nil
}

func (v *View) readGroup(ctx context.Context, t record.Type, ids []string, found map[string]RecordRow) error {
	memory := v.store.memory
	args := []any{string(t), v.seq, v.seq}
	for _, id := range ids {
		args = append(args, id)
	}
	err := v.store.readers.lookUp(ctx, `SELECT v.id, v.revision, v.first_recorded_at, v.recorded_at, c.body, v.rec
		FROM record_version v JOIN change c ON c.seq = v.rec
		WHERE v.type = ? AND v.rec <= ? AND v.sup > ? AND v.id IN (`+marks(len(ids))+`)`, args, func(v tuple) (err error) {
		row := RecordRow{ID: v.text(0)}
		row.Revision, row.RecordedAt, row.UpdatedAt = int(v.int(1)), instant(v.int(2)), instant(v.int(3))
		if t == record.TypeDocument {
			d, err := memory.decoded.document(v.int(5), v.bytes(4))
			if err != nil {
				return fmt.Errorf("%s: %w", row.ID, err)
			}
			own := *d
			row.Record = &own
		} else if row.Record, err = decodeOwn(t, v.bytes(4)); err != nil {
			return fmt.Errorf("%s: %w", row.ID, err)
		}
		found[row.ID] = row
		return nil
	})
	if err != nil {
		return fmt.Errorf("read %s: %w", t.Plural(), err)
	}
	return nil
}

// Record reads one record of a type other than event.
func (v *View) Record(ctx context.Context, t record.Type, id string) (RecordRow, error) {
	found := map[string]RecordRow{}
	if err := inChunks([]string{id}, func(list []string) error { return v.readGroup(ctx, t, list, found) }); err != nil {
		return RecordRow{}, err
	}
	row, ok := found[id]
	if !ok {
		return RecordRow{}, v.absent(ctx, t, id)
	}
	return row, nil
}

// Document is a document's record as of the view; nil when there is none.
func (v *View) Document(ctx context.Context, id string) (*record.Document, error) {
	row, err := v.Record(ctx, record.TypeDocument, id)
	var gone *Gone
	if errors.Is(err, ErrNotFound) || errors.As(err, &gone) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return row.Record.(*record.Document), nil
}

// Find implements filter.Names, documents included: by id, else by any address.
func (v *View) Find(t record.Type, name string) []string {
	switch t {
	case record.TypeDocument:
	case record.TypePlan:
		return v.findPlan(name)
	default:
		return v.directory.Find(t, name)
	}
	for _, column := range []string{"id", "address"} {
		var ids []string
		err := v.documents().Where(column+" = ?", name).Order("id").Pluck("id", &ids).Error
		if err == nil && len(ids) > 0 {
			return ids
		}
	}
	return nil
}

// Label implements filter.Names, documents included.
func (v *View) Label(t record.Type, id string) string {
	switch t {
	case record.TypeDocument:
	case record.TypePlan:
		row, err := v.Record(context.Background(), t, id)
		if err != nil {
			return ""
		}
		return row.Record.(*record.Plan).Title
	default:
		return v.directory.Label(t, id)
	}
	d, err := v.Document(context.Background(), id)
	if err != nil || d == nil {
		return ""
	}
	return d.Title
}

// Nearest implements filter.Names; documents are not guessed at beyond their ids' beginning.
func (v *View) Nearest(t record.Type, name string) string {
	switch t {
	case record.TypeDocument:
	case record.TypePlan:
		return v.nearestPlan(name)
	default:
		return v.directory.Nearest(t, name)
	}
	var ids []string
	const looked = 1000
	if err := v.documents().Order("id").Limit(looked).Pluck("id", &ids).Error; err != nil {
		return ""
	}
	return record.Nearest(name, ids)
}

func (v *View) documents() *gorm.DB {
	return v.store.read.Model(&documentIndex{}).Where("rec <= ? AND sup > ?", v.seq, v.seq)
}

func (v *View) recordCursor(q RecordQuery, at string) string {
	raw := append(binary.AppendUvarint(nil, uint64(v.seq)), at...)
	return base64.RawURLEncoding.EncodeToString(append(v.cursorSum(raw, v.recordBinding(q)), raw...))
}

func (v *View) recordBinding(q RecordQuery) string {
	binding := fmt.Sprintf("%d\n%s\n%q\n%d", v.seq, q.Type, q.Text, q.AsOf.UnixMicro())
	var fields []string
	for field, value := range q.Where {
		fields = append(fields, fmt.Sprintf("\n%q=%q", field, value))
	}
	slices.Sort(fields)
	return binding + strings.Join(fields, "")
}

func (v *View) openRecordCursor(q RecordQuery) (after, before string, err error) {
	if q.Cursor == "" {
		return "", "", nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(q.Cursor)
	if err != nil || len(raw) < cursorSum+2 || string(v.cursorSum(raw[cursorSum:], v.recordBinding(q))) != string(raw[:cursorSum]) {
		return "", "", ErrBadCursor
	}
	_, n := binary.Uvarint(raw[cursorSum:])
	if at := string(raw[cursorSum+n:]); at[0] == '>' {
		return at[1:], "", nil
	}
	return "", string(raw[cursorSum+n+1:]), nil
}
