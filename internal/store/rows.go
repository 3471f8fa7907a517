package store

import (
	"cmp"
	"fmt"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// rows collects what a batch inserts, table by table, so that each is written in few statements. The
// words wait for the end of the commit.
type rows struct {
	changes    []changeRow
	records    []recordVersion
	documents  []documentIndex
	references []recordReference
	idents     []identRow
	places     []placeRow
	versions   []eventVersion
	finished   []eventDocument
	actors     []eventActor
	topics     []eventTopic
	citations  []eventCitation
	letters    []sourceLetter
	links      []eventLink
	longs      []eventLong
	members    []eventMember
	standings  []eventStanding
	contested  []eventContested
	mentions   []eventMention
	positions  []eventPosition
	texts      []textRow
	zones      map[int64]eventZone
	postings   map[postingKey]int64
}

type textRow struct {
	skey  int64
	words string
}

func (r *rows) count(field string, num int64) {
	if r.postings == nil {
		r.postings = map[postingKey]int64{}
	}
	r.postings[postingKey{field, num}]++
}

func (r *rows) insert(tx *gorm.DB) error {
	for _, insert := range []func(*gorm.DB) error{
		func(tx *gorm.DB) error { return create(tx, r.changes) },
		func(tx *gorm.DB) error { return create(tx, r.records) },
		func(tx *gorm.DB) error { return create(tx, r.documents) },
		func(tx *gorm.DB) error { return create(tx, r.idents) },
		func(tx *gorm.DB) error { return create(tx, r.places) },
		func(tx *gorm.DB) error { return create(tx, r.versions) },
		func(tx *gorm.DB) error { return create(tx, r.finished) },
		func(tx *gorm.DB) error { return create(tx, r.actors) },
		func(tx *gorm.DB) error { return create(tx, r.topics) },
		func(tx *gorm.DB) error { return create(tx, r.citations) },
		func(tx *gorm.DB) error { return create(tx, r.letters) },
		func(tx *gorm.DB) error { return create(tx, r.links) },
		func(tx *gorm.DB) error { return create(tx, r.longs) },
		func(tx *gorm.DB) error { return create(tx, r.members) },
		func(tx *gorm.DB) error { return create(tx, r.standings) },
		func(tx *gorm.DB) error { return create(tx, r.contested) },
		func(tx *gorm.DB) error { return create(tx, r.mentions) },
		func(tx *gorm.DB) error { return create(tx, r.positions) },
		func(tx *gorm.DB) error { return create(tx, r.references) },
		r.mergeZones, r.addPostings,
	} {
		if err := insert(tx); err != nil {
			return err
		}
	}
	return nil
}

// create inserts in groups whose sizes are powers of two, so that few statements are ever prepared.
func create[T any](tx *gorm.DB, rows []T) error {
	const most = 128
	for size := most; size > 0; size /= 2 {
		for len(rows) >= size {
			group := rows[:size]
			if err := tx.Create(&group).Error; err != nil {
				return fmt.Errorf("insert %T: %w", rows, err)
			}
			rows = rows[size:]
		}
	}
	return nil
}

func (r *rows) mergeZones(tx *gorm.DB) error {
	zones := make([]eventZone, 0, len(r.zones))
	for _, z := range r.zones {
		zones = append(zones, z)
	}
	slices.SortFunc(zones, func(a, b eventZone) int { return int(a.Day - b.Day) })
	lower := clause.OnConflict{Columns: []clause.Column{{Name: "day"}}, DoUpdates: clause.Assignments(map[string]any{
		"min_known": gorm.Expr("CASE WHEN excluded.min_known < event_zone.min_known THEN excluded.min_known ELSE event_zone.min_known END"),
		"min_rec":   gorm.Expr("CASE WHEN excluded.min_rec < event_zone.min_rec THEN excluded.min_rec ELSE event_zone.min_rec END"),
	})}
	return create(tx.Clauses(lower).Session(&gorm.Session{}), zones)
}

func (r *rows) addPostings(tx *gorm.DB) error {
	list := make([]posting, 0, len(r.postings))
	for key, n := range r.postings {
		list = append(list, posting{key.field, key.num, n})
	}
	slices.SortFunc(list, func(a, b posting) int {
		if a.Field != b.Field {
			if a.Field < b.Field {
				return -1
			}
			return 1
		}
		return int(a.Num - b.Num)
	})
	add := clause.OnConflict{
		Columns:   []clause.Column{{Name: "field"}, {Name: "num"}},
		DoUpdates: clause.Assignments(map[string]any{"rows": gorm.Expr("posting.rows + excluded.rows")}),
	}
	return create(tx.Clauses(add).Session(&gorm.Session{}), list)
}

// insertTexts writes the words of a whole commit, in rising skey: the text index takes them twice as
// fast so.
func insertTexts(tx *gorm.DB, texts []textRow) error {
	slices.SortFunc(texts, func(a, b textRow) int { return cmp.Compare(a.skey, b.skey) })
	for _, t := range texts {
		if err := tx.Exec(insertText, t.skey, t.words).Error; err != nil {
			return fmt.Errorf("insert the words of %d: %w", t.skey, err)
		}
	}
	return nil
}
