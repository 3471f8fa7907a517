package rest

// forget follows an erasure: no answer that was made before it is kept, or found by one who asks after it, not even one
// that is being made meanwhile.
func (s *Server) forget() {
	s.erasures.Add(1)
	if s.cache != nil {
		s.cache.clear()
	}
}

// clear drops everything.
func (c *cache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.answers.order.Len() > 0 {
		c.answers.drop(c.answers.order.Back())
	}
}
