package rest

// forget follows an erasure: no answer that was made before it is kept. One that is being made meanwhile is not found
// by those who ask afterwards, because keys and tags hold the store's last erasure.
func (s *Server) forget() {
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
