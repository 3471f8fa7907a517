package live

import "sync"

// Budget counts connections, in total and by address.
type Budget struct {
	total, each int
	mu          sync.Mutex
	open        int
	by          map[string]int
}

// NewBudget allows so many connections in total and from each address.
func NewBudget(total, each int) *Budget {
	return &Budget{total: total, each: each, by: map[string]int{}}
}

// Take counts a connection; false: the budget is spent.
func (b *Budget) Take(address string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.open >= b.total || b.by[address] >= b.each {
		return false
	}
	b.open++
	b.by[address]++
	return true
}

// Give gives a connection back.
func (b *Budget) Give(address string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.open--
	if b.by[address]--; b.by[address] <= 0 {
		delete(b.by, address)
	}
}

// Open is how many connections there are.
func (b *Budget) Open() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.open
}
