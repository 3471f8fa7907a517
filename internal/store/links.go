package store

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"time"

	"gorm.io/gorm"

	"backchannel/internal/record"
)

// linkIndex holds every version of every link between events, both ways, and when the events at
// either end became known. Few events are linked, so it is small.
type linkIndex struct {
	in    map[string][]linkVersion // by target
	out   map[string]bool          // events that ever had a link of their own
	known map[string][]knownVersion
}

type linkVersion struct {
	rec, sup int64
	ordinal  int
	from     string
	title    string
	relation record.Relation
	scope    record.Scope
	note     string
}

type knownVersion struct {
	rec, sup, at int64
}

func newLinkIndex() *linkIndex {
	return &linkIndex{in: map[string][]linkVersion{}, out: map[string]bool{}, known: map[string][]knownVersion{}}
}

func loadLinks(db *gorm.DB) (*linkIndex, error) {
	index := newLinkIndex()
	var links []eventLink
	if err := db.Order("rec, ordinal").Find(&links).Error; err != nil {
		return nil, fmt.Errorf("read the links: %w", err)
	}
	for _, l := range links {
		index.add(l)
	}
	rows, err := db.Raw(`SELECT v.event, v.rec, v.sup, v.known_at FROM event_version v
		WHERE v.event IN (SELECT event FROM event_link UNION SELECT target FROM event_link) ORDER BY v.rec`).Rows()
	if err != nil {
		return nil, fmt.Errorf("read when linked events became known: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var event string
		var k knownVersion
		if err := rows.Scan(&event, &k.rec, &k.sup, &k.at); err != nil {
			return nil, fmt.Errorf("read when linked events became known: %w", err)
		}
		index.known[event] = append(index.known[event], k)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read when linked events became known: %w", err)
	}
	return index, nil
}

func (x *linkIndex) add(l eventLink) {
	versions := x.in[l.Target]
	at := sort.Search(len(versions), func(i int) bool {
		return versions[i].rec > l.Rec || versions[i].rec == l.Rec && versions[i].ordinal > l.Ordinal
	})
	x.in[l.Target] = slices.Insert(versions, at, linkVersion{
		rec: l.Rec, sup: l.Sup, ordinal: l.Ordinal, from: l.Event, title: l.Title,
		relation: record.Relation(l.Relation), scope: record.Scope(l.Scope), note: l.Note,
	})
	x.out[l.Event] = true
}

// end closes the open links of one event's version.
func (x *linkIndex) end(targets []string, from string, sup int64) {
	for _, target := range targets {
		versions := x.in[target]
		for i := range versions {
			if versions[i].from == from && versions[i].sup == never {
				versions[i].sup = sup
			}
		}
	}
	known := x.known[from]
	for i := range known {
		if known[i].sup == never {
			known[i].sup = sup
		}
	}
}

// touched says whether an event has or ever had a link, either way.
func (x *linkIndex) touched(event string) bool { return x.out[event] || len(x.in[event]) > 0 }

// knownAt is when a linked event became known, as of a commit; unknown when it was not there.
func (x *linkIndex) knownAt(event string, seq int64) int64 {
	for _, k := range x.known[event] {
		if k.rec <= seq && seq < k.sup {
			return k.at
		}
	}
	return unknown
}

// linkedFrom lists the links to an event as of a commit and of a moment (zero: all), by the id of who links and in the order of
// its links. A link is known at the later of its event's and its target's time.
func (m *memory) linkedFrom(event string, seq int64, asOf time.Time) []record.LinkedFrom {
	m.mu.RLock()
	defer m.mu.RUnlock()
	versions := m.links.in[event]
	found := make([]record.LinkedFrom, 0, len(versions))
	for _, l := range versions {
		if l.rec > seq || seq >= l.sup {
			continue
		}
		if !asOf.IsZero() && m.links.knownAt(l.from, seq) > micros(asOf) {
			continue
		}
		found = append(found, record.LinkedFrom{From: l.from, Title: l.title, Relation: l.relation, Scope: l.scope, Note: l.note})
	}
	// By who links, not by when that was recorded: a new version of one that links leaves what it links to as it reads.
	slices.SortStableFunc(found, func(a, b record.LinkedFrom) int { return cmp.Compare(a.From, b.From) })
	return found
}

// linked says whether an answer must look at links at all.
func (m *memory) linked(event string) bool {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.links.touched(event)
}

// eventKnownAt is when an event became known, for pruning links to it.
func (m *memory) eventKnownAt(event string, seq int64) (time.Time, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	at := m.links.knownAt(event, seq)
	if at == unknown {
		return time.Time{}, false
	}
	return instant(at), true
}
