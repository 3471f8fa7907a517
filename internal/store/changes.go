package store

import (
	"context"
	"fmt"
	"iter"

	"backchannel/internal/record"
)

// Commit is what was written together.
type Commit struct {
	Seq     int64 // of its last change, at which a View can stand
	Before  int64 // the commit before it, 0 for the first
	Changes []Revision
}

// Changes reads the change log after a change and up to the view, in the order of seq, as it reads now: what was erased since
// is not in it any more. A limit of 0 is none.
func (v *View) Changes(ctx context.Context, after int64, limit int) ([]Revision, error) {
	var rows []changeRow
	ask := v.store.read.WithContext(ctx).Where("seq > ? AND seq <= ?", after, v.seq).Order("seq")
	if limit > 0 {
		ask = ask.Limit(limit)
	}
	if err := ask.Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read the changes after %d: %w", after, err)
	}
	list := make([]Revision, len(rows))
	for i, row := range rows {
		list[i] = revisionOf(row)
	}
	return list, nil
}

// CommitAfter reads the commit that holds the first change after a change, whole. Where there is none its Seq is 0.
func (s *Store) CommitAfter(ctx context.Context, after int64) (Commit, error) {
	var c Commit
	head := s.head.Load()
	err := s.read.WithContext(ctx).Raw(`SELECT coalesce((SELECT min(seq) FROM commit_head WHERE seq > ? AND seq <= ?), 0),
		coalesce((SELECT max(seq) FROM commit_head WHERE seq <= ?), 0)`, after, head, after).Row().Scan(&c.Seq, &c.Before)
	if err != nil {
		return Commit{}, fmt.Errorf("find the commit after %d: %w", after, err)
	}
	if c.Seq == 0 {
		return Commit{}, nil
	}
	v, err := s.at(c.Seq)
	if err != nil {
		return Commit{}, err
	}
	c.Changes, err = v.Changes(ctx, c.Before, 0)
	return c, err
}

// exportPage is how many records of an export are read at once, so that no reader holds the log up.
const exportPage = 500

// Export reads every record of the view as it was entered, type by type so that what is referred to comes before what
// refers to it, and by id within a type. A record's Body is its own form.
func (v *View) Export(ctx context.Context) iter.Seq2[Revision, error] {
	return func(yield func(Revision, error) bool) {
		for _, t := range record.Types() {
			for last := ""; ; {
				page, err := v.exportPage(ctx, t, last)
				if err != nil {
					yield(Revision{}, err)
					return
				}
				for _, row := range page {
					if last = row.ID; len(row.Body) > 0 && !yield(revisionOf(row), nil) {
						return
					}
				}
				if len(page) < exportPage {
					break
				}
			}
		}
	}
}

// exportPage reads the newest line of each record of a type whose id comes after another.
func (v *View) exportPage(ctx context.Context, t record.Type, after string) ([]changeRow, error) {
	var rows []changeRow
	err := v.store.read.WithContext(ctx).Raw(`SELECT c.* FROM
		(SELECT id, max(seq) AS newest FROM change WHERE type = ? AND id > ? AND seq <= ? GROUP BY id ORDER BY id LIMIT ?) n
		JOIN change c ON c.seq = n.newest ORDER BY c.id`, string(t), after, v.seq, exportPage).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("export the %ss: %w", t, err)
	}
	return rows, nil
}
