package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"backchannel/internal/compare"
	"backchannel/internal/filter"
	"backchannel/internal/record"
)

// mostPositioned is how many events are read for one answer on positions.
const mostPositioned = 20_000

// PositionQuery asks for positions. Every part that is given must hold.
type PositionQuery struct {
	Actors []string // any of them, with those merged into it
	Topics []string // any of them, with the topics below it
	Plans  []string // on any of them or one of its provisions, or shown by one
	AsOf   time.Time
}

// Positions lists where actors stood, by actor, what it is on, date and the change that recorded it, from events and from
// provisions of plans. An actor merged into another counts as that one. It is ErrTooManyPositions where more than 20,000 events
// of the actor and topic would have to be read.
func (v *View) Positions(ctx context.Context, q PositionQuery) ([]compare.Point, error) {
	events, err := v.eventPoints(ctx, q)
	if err != nil {
		return nil, err
	}
	plans, err := v.planPoints(ctx, q.AsOf)
	if err != nil {
		return nil, err
	}
	type held struct {
		actor, record string
		seq           int64
		on            record.PositionOn
		value         string
	}
	seen := map[held]bool{} // by actors merged into one
	var points []compare.Point
	for _, p := range slices.Concat(events, plans) {
		p.Actor = v.canonical(p.Actor)
		key := held{p.Actor, p.Event + "/" + p.Plan + "/" + p.Ordinal, p.Seq, p.On, p.Value}
		if v.asked(q, p) && !seen[key] {
			seen[key] = true
			points = append(points, p)
		}
	}
	return compare.Series(points), nil
}

// eventPoints reads the positions of the events that the index finds.
func (v *View) eventPoints(ctx context.Context, q PositionQuery) (points []compare.Point, err error) {
	keys, err := v.positioned(ctx, q)
	if err != nil {
		return nil, err
	}
	list := EventList{ctx: ctx, view: v, query: EventQuery{Filter: &filter.Filter{AsOf: q.AsOf}}, keys: keys}
	if err := list.load(); err != nil {
		return nil, err
	}
	for i := range list.rows {
		a, err := list.rows[i].Answer()
		if err != nil {
			return nil, err
		}
		shown := compare.EventPoints(a)
		for j := range shown {
			shown[j].Seq = keys[i].skey & (1<<seqBits - 1)
		}
		points = append(points, shown...)
	}
	return points, nil
}

// planPoints reads the positions of plans' provisions, where their text was known.
func (v *View) planPoints(ctx context.Context, asOf time.Time) (points []compare.Point, err error) {
	plans, err := v.all(ctx, record.TypePlan)
	if err != nil {
		return nil, err
	}
	for _, row := range plans {
		if !slices.ContainsFunc(row.Record.(*record.Plan).Provisions, func(p record.Provision) bool { return len(p.Positions) > 0 }) {
			continue
		}
		a, err := v.Plan(ctx, row, asOf)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		seq, err := v.recordedBy(ctx, record.TypePlan, row.ID)
		if err != nil {
			return nil, err
		}
		shown := compare.PlanPoints(a)
		for j := range shown {
			shown[j].Seq = seq
		}
		points = append(points, shown...)
	}
	return points, nil
}

// recordedBy is the change that a record stands at.
func (v *View) recordedBy(ctx context.Context, t record.Type, id string) (seq int64, err error) {
	err = v.store.query(ctx, "SELECT rec FROM record_version WHERE type = ? AND id = ? AND rec <= ? AND sup > ?", []any{string(t), id, v.seq, v.seq},
		func(row tuple) error {
			seq = row.int(0)
			return nil
		})
	return seq, err
}

// asked tells whether a position is one that the query asks for.
func (v *View) asked(q PositionQuery, p compare.Point) bool {
	among := func(ids []string, holds func(string) bool) bool {
		return len(ids) == 0 || slices.ContainsFunc(ids, holds)
	}
	return among(q.Actors, func(id string) bool { return p.Actor == v.canonical(id) }) &&
		among(q.Topics, func(id string) bool { return slices.Contains(v.Subtree(id), p.On.Topic) }) &&
		among(q.Plans, func(id string) bool { return p.On.Plan == id || p.Plan == id })
}

// positioned finds the versions of events that show positions of the actor on the topic.
func (v *View) positioned(ctx context.Context, q PositionQuery) (keys []position, err error) {
	s := v.positionStatement(q)
	err = v.store.query(ctx, s.sql.String(), s.args, func(row tuple) error {
		keys = append(keys, position{skey: row.int(0)})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("find positions: %w", err)
	}
	if len(keys) > mostPositioned {
		return nil, ErrTooManyPositions
	}
	slices.SortFunc(keys, func(a, b position) int { return cmp.Compare(a.skey, b.skey) })
	return keys, nil
}

// positionStatement writes the statement of positioned.
func (v *View) positionStatement(q PositionQuery) *statement {
	s := &statement{}
	s.add("SELECT DISTINCT p.skey FROM event_position p")
	if !q.AsOf.IsZero() {
		s.add(" CROSS JOIN event_version v ON v.skey = p.skey AND v.known_at <= ?", micros(q.AsOf))
	}
	s.add(" WHERE p.rec <= ? AND p.sup > ?", v.seq, v.seq)
	among := func(column string, t record.Type, ids []string, all func(string) []string) {
		if len(ids) == 0 {
			return
		}
		nums := []int64{-1} // nobody, and no topic: the others may be named by no event
		for _, id := range ids {
			for _, one := range all(id) {
				if num := v.store.memory.idents.num(t, one); num != 0 {
					nums = append(nums, num)
				}
			}
		}
		s.add(" AND "+column+" IN ("+marks(len(nums))+")", anys(nums)...)
	}
	among("p.actor", record.TypeActor, q.Actors, v.Group)
	among("p.topic", record.TypeTopic, q.Topics, v.Subtree)
	s.add(" LIMIT ?", mostPositioned+1)
	return s
}
