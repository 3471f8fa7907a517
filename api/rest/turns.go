package rest

import "runtime"

// turns lets few writes at a time be read, checked and answered. All that shared a commit go on at the same moment, and whoever
// reads meanwhile would have to wait behind them all. Nobody holds a turn while waiting for a client, or for the commit.
type turns chan struct{}

func newTurns() turns { return make(turns, max(runtime.NumCPU()-1, 1)) }

// takeTurn waits until it is the request's turn. It ends with endTurn, or when the answer begins.
func (s *Server) takeTurn(x *exchange) {
	if x.turn == nil {
		s.turns <- struct{}{}
		x.turn = s.turns
	}
}

// endTurn lets the next go on, if the request had a turn.
func (x *exchange) endTurn() {
	if x.turn != nil {
		<-x.turn
		x.turn = nil
	}
}
