package rest

import "container/list"

// lru holds values up to a total cost and drops the one longest unused. It is not safe for concurrent use.
type lru[K comparable, V any] struct {
	limit, cost int
	order       *list.List // of *lruItem[K, V], newest first
	items       map[K]*list.Element
	dropped     func(K, V) // told of each value that is dropped; nil: nobody is
}

type lruItem[K comparable, V any] struct {
	key   K
	value V
	cost  int
}

func newLRU[K comparable, V any](limit int, dropped func(K, V)) *lru[K, V] {
	return &lru[K, V]{limit: limit, order: list.New(), items: map[K]*list.Element{}, dropped: dropped}
}

func (l *lru[K, V]) get(key K) (value V, ok bool) {
	e, ok := l.items[key]
	if !ok {
		return value, false
	}
	return l.use(e), true
}

// use is get where the place of the value is known. A place is good until its value is dropped.
func (l *lru[K, V]) use(e *list.Element) V {
	l.order.MoveToFront(e)
	return e.Value.(*lruItem[K, V]).value
}

// put keeps a value in place of any of the same key. One that costs more than the limit is not kept.
func (l *lru[K, V]) put(key K, value V, cost int) {
	if e, ok := l.items[key]; ok {
		l.drop(e)
	}
	if cost > l.limit {
		return
	}
	l.items[key] = l.order.PushFront(&lruItem[K, V]{key, value, cost})
	for l.cost += cost; l.cost > l.limit; {
		l.drop(l.order.Back())
	}
}

// add raises the cost of a value that is there.
func (l *lru[K, V]) add(key K, cost int) {
	e, ok := l.items[key]
	if !ok {
		return
	}
	l.order.MoveToFront(e)
	e.Value.(*lruItem[K, V]).cost += cost
	for l.cost += cost; l.cost > l.limit; {
		l.drop(l.order.Back())
	}
}

func (l *lru[K, V]) drop(e *list.Element) {
	item := l.order.Remove(e).(*lruItem[K, V])
	l.cost -= item.cost
	delete(l.items, item.key)
	if l.dropped != nil {
		l.dropped(item.key, item.value)
	}
}
