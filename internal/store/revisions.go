package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"backchannel/internal/record"
)

// Revisions lists a record's history up to the view, oldest first.
func (v *View) Revisions(ctx context.Context, t record.Type, id string) ([]Revision, error) {
	var rows []changeRow
	if err := v.history(ctx, t, id).Order("seq").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read the history of %s %s: %w", t, id, err)
	}
	if len(rows) == 0 {
		return nil, ErrNotFound
	}
	list := make([]Revision, len(rows))
	for i, row := range rows {
		list[i] = revisionOf(row)
	}
	return list, nil
}

// Revision reads one state of a record.
func (v *View) Revision(ctx context.Context, t record.Type, id string, n int) (Revision, error) {
	var rows []changeRow
	if err := v.history(ctx, t, id).Where("revision = ?", n).Limit(1).Find(&rows).Error; err != nil {
		return Revision{}, fmt.Errorf("read revision %d of %s %s: %w", n, t, id, err)
	}
	if len(rows) == 0 {
		return Revision{}, ErrNotFound
	}
	return revisionOf(rows[0]), nil
}

func (v *View) history(ctx context.Context, t record.Type, id string) *gorm.DB {
	return v.store.read.WithContext(ctx).Where("type = ? AND id = ? AND seq <= ?", string(t), id, v.seq)
}

func revisionOf(row changeRow) Revision {
	return Revision{
		Seq: row.Seq, Type: record.Type(row.Type), ID: row.ID, Revision: row.Revision, Operation: Operation(row.Operation),
		RecordedAt: instant(row.RecordedAt), RecordedBy: row.RecordedBy, Reason: row.Reason, Corrected: row.Corrected,
		Cause: row.Cause, Body: row.Body,
	}
}
