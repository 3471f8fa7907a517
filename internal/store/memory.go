package store

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"sync"

	"gorm.io/gorm"

	"backchannel/internal/record"
)

// memory is what answers are put together from, in versions: names and trees, links between events,
// the zones of the clocks, and how common each link value is. The writer adds to it after each
// commit and before the head moves, so that a reader's view never misses anything.
type memory struct {
	mu       sync.RWMutex
	idents   *idents
	actors   history[record.Actor]
	sources  history[record.Source]
	topics   history[record.Topic]
	named    []int64 // commits that changed any of the three, rising
	links    *linkIndex
	past     past
	lists    *lists
	decoded  *decoded
	zones    *zones
	postings map[postingKey]int64
	events   int64 // versions there are

	cache    sync.Mutex
	prepared map[int64]*directory // by the member of named they stand at
}

type postingKey struct {
	field string
	num   int64
}

// history holds every version of the records of one type, by id, in rising rec.
type history[T any] map[string][]versioned[T]

type versioned[T any] struct {
	rec, sup int64
	record   *T
	stamp    record.Stamp
}

// at is the version of a record at a commit; nil when there was none.
func (h history[T]) at(id string, seq int64) *versioned[T] {
	versions := h[id]
	for i := len(versions) - 1; i >= 0; i-- {
		if v := &versions[i]; v.rec <= seq {
			if v.sup > seq {
				return v
			}
			return nil
		}
	}
	return nil
}

func (h history[T]) add(id string, v versioned[T]) { h[id] = append(h[id], v) }

func (h history[T]) end(id string, sup int64) {
	if versions := h[id]; len(versions) > 0 && versions[len(versions)-1].sup == never {
		versions[len(versions)-1].sup = sup
	}
}

// directory is the names and trees as of a commit, prepared once per change of them.
func (m *memory) directory(seq int64) *directory {
	m.mu.RLock()
	defer m.mu.RUnlock()
	i := sort.Search(len(m.named), func(i int) bool { return m.named[i] > seq })
	var generation int64
	if i > 0 {
		generation = m.named[i-1]
	}
	m.cache.Lock()
	defer m.cache.Unlock()
	if d, ok := m.prepared[generation]; ok {
		return d
	}
	const kept = 32
	if len(m.prepared) >= kept {
		clear(m.prepared)
	}
	d := newDirectory(m, generation)
	m.prepared[generation] = d
	return d
}

// loadMemory reads everything that memory holds from the database.
func loadMemory(ctx context.Context, db *gorm.DB) (*memory, error) {
	db = db.WithContext(ctx)
	m := &memory{
		idents: newIdents(), actors: history[record.Actor]{}, sources: history[record.Source]{}, topics: history[record.Topic]{},
		postings: map[postingKey]int64{}, prepared: map[int64]*directory{}, lists: newLists(), decoded: newDecoded(),
	}
	var err error
	if err = m.idents.load(db); err != nil {
		return nil, err
	}
	if err = m.loadNames(db); err != nil {
		return nil, err
	}
	if m.links, err = loadLinks(db); err != nil {
		return nil, err
	}
	if m.past, err = loadPast(db); err != nil {
		return nil, err
	}
	if m.zones, err = loadZones(db); err != nil {
		return nil, err
	}
	var postings []posting
	if err := db.Find(&postings).Error; err != nil {
		return nil, fmt.Errorf("read the postings: %w", err)
	}
	for _, p := range postings {
		m.postings[postingKey{p.Field, p.Num}] = p.Rows
	}
	m.events = m.postings[postingKey{"event", 0}]
	return m, nil
}

// reload reads everything again, in place.
func (m *memory) reload(db *gorm.DB) error {
	fresh, err := loadMemory(context.Background(), db)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.cache.Lock()
	defer m.cache.Unlock()
	m.idents.replace(fresh.idents)
	m.lists.clear()
	m.decoded.clear()
	m.actors, m.sources, m.topics, m.named = fresh.actors, fresh.sources, fresh.topics, fresh.named
	m.links, m.past, m.zones, m.postings, m.events, m.prepared = fresh.links, fresh.past, fresh.zones, fresh.postings, fresh.events, fresh.prepared
	return nil
}

func (m *memory) loadNames(db *gorm.DB) error {
	rows, err := db.Raw(`SELECT v.type, v.id, v.rec, v.sup, v.revision, v.first_recorded_at, v.recorded_at, c.body
		FROM record_version v JOIN change c ON c.seq = v.rec
		WHERE v.type IN ('actor','source','topic') ORDER BY v.rec`).Rows()
	if err != nil {
		return fmt.Errorf("read the names: %w", err)
	}
	defer rows.Close()
	var changed []int64
	for rows.Next() {
		var v recordVersion
		var body []byte
		if err := rows.Scan(&v.Type, &v.ID, &v.Rec, &v.Sup, &v.Revision, &v.FirstRecordedAt, &v.RecordedAt, &body); err != nil {
			return fmt.Errorf("read the names: %w", err)
		}
		rec, err := decodeOwn(record.Type(v.Type), body)
		if err != nil {
			return fmt.Errorf("read %s %s of change %d: %w", v.Type, v.ID, v.Rec, err)
		}
		m.addNamed(rec, v)
		changed = append(changed, v.Rec)
		if v.Sup != never {
			changed = append(changed, v.Sup)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read the names: %w", err)
	}
	slices.Sort(changed)
	return m.loadNamedCommits(db, slices.Compact(changed))
}

// loadNamedCommits turns the changes of names into the commits they belong to.
func (m *memory) loadNamedCommits(db *gorm.DB, changed []int64) error {
	var heads []int64
	if err := db.Model(&commitHead{}).Order("seq").Pluck("seq", &heads).Error; err != nil {
		return fmt.Errorf("read the commits: %w", err)
	}
	for _, seq := range changed {
		i := sort.Search(len(heads), func(i int) bool { return heads[i] >= seq })
		if i < len(heads) && (len(m.named) == 0 || m.named[len(m.named)-1] != heads[i]) {
			m.named = append(m.named, heads[i])
		}
	}
	return nil
}

// addNamed adds one version of an actor, source or topic; other types are not held.
func (m *memory) addNamed(rec record.Record, v recordVersion) {
	stamp := record.Stamp{Revision: v.Revision, RecordedAt: instant(v.FirstRecordedAt), UpdatedAt: instant(v.RecordedAt)}
	switch r := rec.(type) {
	case *record.Actor:
		m.actors.add(v.ID, versioned[record.Actor]{v.Rec, v.Sup, r, stamp})
	case *record.Source:
		m.sources.add(v.ID, versioned[record.Source]{v.Rec, v.Sup, r, stamp})
	case *record.Topic:
		m.topics.add(v.ID, versioned[record.Topic]{v.Rec, v.Sup, r, stamp})
	}
}

func (m *memory) endNamed(t record.Type, id string, sup int64) {
	switch t {
	case record.TypeActor:
		m.actors.end(id, sup)
	case record.TypeSource:
		m.sources.end(id, sup)
	case record.TypeTopic:
		m.topics.end(id, sup)
	}
}

func (m *memory) posting(field string, num int64) int64 {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.postings[postingKey{field, num}]
}

// decodeOwn reads a stored revision body back.
func decodeOwn(t record.Type, body []byte) (record.Record, error) {
	rec, faults := record.Decode(t, body)
	if len(faults) > 0 {
		return nil, faults
	}
	return rec, nil
}
