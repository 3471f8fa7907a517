package rest

import "backchannel/internal/record"

// postEvent enters an event.
//
//	@Summary	Enter an event
//	@ID			postEvent
//	@Tags		events
//	@Param		event	body		record.Event	true	"The event; without an id it is given one"
//	@Param		writing	query		Entering	false	"What goes into the history"
//	@Success	200,201	{object}	EventOne	"The event as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/events [post]
func (s *Server) postEvent(x *exchange) error { return s.postRecord(x, record.TypeEvent) }

// putEvent makes an event what the body says.
//
//	@Summary	Replace, enter or restore an event
//	@ID			putEvent
//	@Tags		events
//	@Param		id		path		string		true	"The event's id"
//	@Param		event	body		record.Event	true	"The whole event; what a GET gave is taken"
//	@Param		writing	query		Changing	false	"What was seen, and what goes into the history"
//	@Success	200,201	{object}	EventOne	"The event as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/events/{id} [put]
func (s *Server) putEvent(x *exchange) error { return s.putRecord(x, record.TypeEvent) }

// patchEvent changes parts of an event.
//
//	@Summary	Change an event
//	@ID			patchEvent
//	@Tags		events
//	@Param		id		path		string		true	"The event's id"
//	@Param		patch	body		Patch		true	"The keys that change; null takes one out, a list takes the place of the whole list"
//	@Param		writing	query		Changing	false	"What was seen, and what goes into the history"
//	@Success	200		{object}	EventOne	"The event as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/events/{id} [patch]
func (s *Server) patchEvent(x *exchange) error { return s.patchRecord(x, record.TypeEvent) }

// deleteEvent retracts an event.
//
//	@Summary	Retract an event
//	@ID			deleteEvent
//	@Tags		events
//	@Param		id		path		string		true	"The event's id"
//	@Param		writing	query		Retracting	false	"What was seen, and what goes into the history"
//	@Success	200		{object}	RevisionOne	"The line of the history that tells of it"
//	@Security	Bearer[editor]
//	@Router		/v1/events/{id} [delete]
func (s *Server) deleteEvent(x *exchange) error { return s.deleteRecord(x, record.TypeEvent) }
