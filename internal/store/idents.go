package store

import (
	"errors"
	"fmt"
	"sync"

	"gorm.io/gorm"

	"backchannel/internal/record"
)

// firstDocument is where the numbers of documents begin. They are many and are not held in memory;
// those of actors, sources and topics are dense below it and are.
const firstDocument int64 = 1 << 32

// idents gives ids of actors, sources and topics small numbers, the ones that stand in link rows.
// A number once given is never given again.
type idents struct {
	mu   sync.RWMutex
	ids  []string // by number; 0 is nothing
	nums map[identKey]int64

	nextDocument int64 // touched by the writer alone
}

type identKey struct {
	t  record.Type
	id string
}

func newIdents() *idents {
	return &idents{ids: []string{""}, nums: map[identKey]int64{}, nextDocument: firstDocument}
}

func (n *idents) load(db *gorm.DB) error {
	var rows []identRow
	if err := db.Where("num < ?", firstDocument).Order("num").Find(&rows).Error; err != nil {
		return fmt.Errorf("read the idents: %w", err)
	}
	for _, row := range rows {
		n.set(row.Num, record.Type(row.Type), row.ID)
	}
	var last identRow
	err := db.Where("num >= ?", firstDocument).Order("num DESC").Take(&last).Error
	if err == nil {
		n.nextDocument = last.Num + 1
	} else if !errors.Is(err, errNoRow) {
		return fmt.Errorf("read the idents: %w", err)
	}
	return nil
}

// num is an id's number; 0 when it has none.
func (n *idents) num(t record.Type, id string) int64 {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.nums[identKey{t, id}]
}

// id is what a number stands for.
func (n *idents) id(num int32) string {
	n.mu.RLock()
	defer n.mu.RUnlock()
	if int(num) < len(n.ids) {
		return n.ids[num]
	}
	return ""
}

func (n *idents) next() int64 {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return int64(len(n.ids))
}

func (n *idents) set(num int64, t record.Type, id string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for int64(len(n.ids)) <= num {
		n.ids = append(n.ids, "")
	}
	n.ids[num] = id
	n.nums[identKey{t, id}] = num
}

// replace takes over what another holds. Views keep pointing to this one.
func (n *idents) replace(fresh *idents) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.ids, n.nums, n.nextDocument = fresh.ids, fresh.nums, fresh.nextDocument
}
