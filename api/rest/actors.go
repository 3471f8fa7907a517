package rest

import "backchannel/internal/record"

// listActors answers with actors.
//
//	@Summary		List actors
//	@Description	Actors, found by any name in any script.
//	@ID				listActors
//	@Tags			actors
//	@Param			list	query		ActorList	false	"Which of them, and what is shown"
//	@Success		200		{object}	ActorPage	"The actors"
//	@Router			/v1/actors [get]
func (s *Server) listActors(x *exchange) error {
	return s.listRecords(x, record.TypeActor)
}

// getActor answers with one actor.
//
//	@Summary		Get an actor
//	@Description	One actor. One of several merged answers 308 with the address of the one they were merged into.
//	@ID				getActor
//	@Tags			actors
//	@Param			id		path		string		true	"The actor's id"
//	@Param			shape	query		OneRecord	false	"What is shown of it"
//	@Success		200		{object}	ActorOne	"The actor"
//	@Failure		410		{object}	Problem		"It was retracted"
//	@Router			/v1/actors/{id} [get]
func (s *Server) getActor(x *exchange) error { return s.getRecord(x, record.TypeActor) }
