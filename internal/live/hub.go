// Package live wakes those who wait for changes and writes Server-Sent Events. It knows only a number, the newest
// change: what changed, and for whom, is for the readers to find out.
//
// Start with Hub.
package live

import "sync"

// Hub tells any number of waiters that there is something new. A wake-up carries no payload, so a waiter that sleeps
// through several of them misses nothing, and none is ever waited for. The zero value is not usable; see NewHub.
type Hub struct {
	mu      sync.Mutex
	seq     int64
	next    chan struct{} // closed by the next wake-up
	stopped chan struct{}
	stop    sync.Once
}

// NewHub makes a Hub that stands at a change.
func NewHub(seq int64) *Hub {
	return &Hub{seq: seq, next: make(chan struct{}), stopped: make(chan struct{})}
}

// Wake wakes every waiter. It never blocks. A number that is not newer wakes nobody.
func (h *Hub) Wake(seq int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if seq <= h.seq {
		return
	}
	h.seq = seq
	close(h.next)
	h.next = make(chan struct{})
}

// Wait gives the newest change, and a channel that is closed when there is a newer one.
func (h *Hub) Wait() (seq int64, newer <-chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.seq, h.next
}

// Stop tells every waiter to end.
func (h *Hub) Stop() { h.stop.Do(func() { close(h.stopped) }) }

// Stopped is closed when every waiter is to end.
func (h *Hub) Stopped() <-chan struct{} { return h.stopped }
