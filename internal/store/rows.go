package store

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"gorm.io/gorm"
)

// rows collects what a batch inserts, table by table, so that each is written in few statements. The
// words wait for the end of the commit.
type rows struct {
	changes    []changeRow
	heads      []commitHead
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
	r.countMany(postingKey{field, num}, 1)
}

func (r *rows) countMany(key postingKey, n int64) {
	if r.postings == nil {
		r.postings = map[postingKey]int64{}
	}
	r.postings[key] += n
}

// insert writes every row. Each table takes its own in the order of its key, so that rows that lie beside each other are
// written one after the other.
func (r *rows) insert(tx *gorm.DB) error {
	r.sort()
	for _, insert := range []func() error{
		func() error { return insertInto(tx, &changeTable, r.changes) },
		func() error { return insertInto(tx, &headTable, r.heads) },
		func() error { return create(tx, r.records) },
		func() error { return create(tx, r.documents) },
		func() error { return insertInto(tx, &identTable, r.idents) },
		func() error { return insertInto(tx, &placeTable, r.places) },
		func() error { return insertInto(tx, &versionTable, r.versions) },
		func() error { return insertInto(tx, &documentTable, r.finished) },
		func() error { return insertInto(tx, &actorTable, r.actors) },
		func() error { return insertInto(tx, &topicTable, r.topics) },
		func() error { return insertInto(tx, &citationTable, r.citations) },
		func() error { return create(tx, r.letters) },
		func() error { return insertInto(tx, &linkTable, r.links) },
		func() error { return insertInto(tx, &longTable, r.longs) },
		func() error { return insertInto(tx, &memberTable, r.members) },
		func() error { return insertInto(tx, &standingTable, r.standings) },
		func() error { return insertInto(tx, &contestedTable, r.contested) },
		func() error { return insertInto(tx, &mentionTable, r.mentions) },
		func() error { return insertInto(tx, &positionTable, r.positions) },
		func() error { return create(tx, r.references) },
		func() error { return insertInto(tx, &zoneTable, r.zoneRows()) },
		func() error { return insertInto(tx, &postingTable, r.postingRows()) },
	} {
		if err := insert(); err != nil {
			return err
		}
	}
	return nil
}

func (r *rows) sort() {
	slices.SortFunc(r.versions, func(a, b eventVersion) int { return cmp.Compare(a.Skey, b.Skey) })
	slices.SortFunc(r.finished, func(a, b eventDocument) int { return cmp.Compare(a.Skey, b.Skey) })
	slices.SortFunc(r.actors, func(a, b eventActor) int {
		return cmp.Or(cmp.Compare(a.Actor, b.Actor), cmp.Compare(a.Skey, b.Skey), cmp.Compare(a.Role, b.Role))
	})
	slices.SortFunc(r.topics, func(a, b eventTopic) int {
		return cmp.Or(cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Skey, b.Skey))
	})
	slices.SortFunc(r.citations, func(a, b eventCitation) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Skey, b.Skey), cmp.Compare(a.Ordinal, b.Ordinal))
	})
	slices.SortFunc(r.mentions, func(a, b eventMention) int { return cmp.Or(cmp.Compare(a.Num, b.Num), cmp.Compare(a.Skey, b.Skey)) })
}

// create inserts rows of tables that few changes write to, in groups whose sizes are powers of two.
func create[T any](tx *gorm.DB, rows []T) error {
	for size := mostRows; size > 0; size /= 2 {
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

func (r *rows) zoneRows() []eventZone {
	return slices.SortedFunc(maps.Values(r.zones), func(a, b eventZone) int { return cmp.Compare(a.Day, b.Day) })
}

func (r *rows) postingRows() []posting {
	list := make([]posting, 0, len(r.postings))
	for key, n := range r.postings {
		list = append(list, posting{key.field, key.num, n})
	}
	slices.SortFunc(list, func(a, b posting) int { return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Num, b.Num)) })
	return list
}

// insertTexts writes the words of a whole commit, in rising skey: the text index takes them twice as
// fast so.
func insertTexts(tx *gorm.DB, texts []textRow) error {
	slices.SortFunc(texts, func(a, b textRow) int { return cmp.Compare(a.skey, b.skey) })
	return insertInto(tx, &textTable, texts)
}

// take moves the rows of one request to those of its group.
func (r *rows) take(of *rows) {
	r.changes = append(r.changes, of.changes...)
	r.heads = append(r.heads, of.heads...)
	r.idents = append(r.idents, of.idents...)
	r.places = append(r.places, of.places...)
	r.versions = append(r.versions, of.versions...)
	r.finished = append(r.finished, of.finished...)
	r.actors = append(r.actors, of.actors...)
	r.topics = append(r.topics, of.topics...)
	r.citations = append(r.citations, of.citations...)
	r.longs = append(r.longs, of.longs...)
	r.members = append(r.members, of.members...)
	r.standings = append(r.standings, of.standings...)
	r.contested = append(r.contested, of.contested...)
	r.mentions = append(r.mentions, of.mentions...)
	r.positions = append(r.positions, of.positions...)
	for _, z := range of.zones {
		r.lower(z)
	}
	for key, n := range of.postings {
		r.countMany(key, n)
	}
}

// lower notes a day's smallest moments.
func (r *rows) lower(z eventZone) {
	if r.zones == nil {
		r.zones = map[int64]eventZone{}
	}
	if have, ok := r.zones[z.Day]; ok {
		z.MinKnown, z.MinRec = min(z.MinKnown, have.MinKnown), min(z.MinRec, have.MinRec)
	}
	r.zones[z.Day] = z
}
