package rest

import "backchannel/internal/record"

// postActor enters an actor.
//
//	@Summary	Enter an actor
//	@ID			postActor
//	@Tags		actors
//	@Param		actor	body		record.Actor	true	"The actor; without an id it is given one"
//	@Param		writing	query		Entering	false	"What goes into the history"
//	@Success	200,201	{object}	ActorOne	"The actor as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/actors [post]
func (s *Server) postActor(x *exchange) error { return s.postRecord(x, record.TypeActor) }

// putActor makes an actor what the body says.
//
//	@Summary	Replace, enter or restore an actor
//	@ID			putActor
//	@Tags		actors
//	@Param		id		path		string		true	"The actor's id"
//	@Param		actor	body		record.Actor	true	"The whole actor; what a GET gave is taken"
//	@Param		writing	query		Changing	false	"What was seen, and what goes into the history"
//	@Success	200,201	{object}	ActorOne	"The actor as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/actors/{id} [put]
func (s *Server) putActor(x *exchange) error { return s.putRecord(x, record.TypeActor) }

// patchActor changes parts of an actor.
//
//	@Summary	Change an actor
//	@ID			patchActor
//	@Tags		actors
//	@Param		id		path		string		true	"The actor's id"
//	@Param		patch	body		Patch		true	"The keys that change; null takes one out, a list takes the place of the whole list"
//	@Param		writing	query		Changing	false	"What was seen, and what goes into the history"
//	@Success	200		{object}	ActorOne	"The actor as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/actors/{id} [patch]
func (s *Server) patchActor(x *exchange) error { return s.patchRecord(x, record.TypeActor) }

// deleteActor retracts an actor.
//
//	@Summary	Retract an actor
//	@ID			deleteActor
//	@Tags		actors
//	@Param		id		path		string		true	"The actor's id"
//	@Param		writing	query		Retracting	false	"What was seen, and what goes into the history"
//	@Success	200		{object}	RevisionOne	"The line of the history that tells of it"
//	@Security	Bearer[editor]
//	@Router		/v1/actors/{id} [delete]
func (s *Server) deleteActor(x *exchange) error { return s.deleteRecord(x, record.TypeActor) }
