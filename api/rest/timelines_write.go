package rest

import "backchannel/internal/record"

// postTimeline enters a timeline.
//
//	@Summary	Enter a timeline
//	@ID			postTimeline
//	@Tags		timelines
//	@Param		timeline	body		record.Timeline	true	"The timeline; without an id it is given one"
//	@Param		writing	query		Entering	false	"What goes into the history"
//	@Success	200,201	{object}	TimelineOne	"The timeline as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/timelines [post]
func (s *Server) postTimeline(x *exchange) error { return s.postRecord(x, record.TypeTimeline) }

// putTimeline makes a timeline what the body says.
//
//	@Summary	Replace, enter or restore a timeline
//	@ID			putTimeline
//	@Tags		timelines
//	@Param		id		path		string		true	"The timeline's id"
//	@Param		timeline	body		record.Timeline	true	"The whole timeline; what a GET gave is taken"
//	@Param		writing	query		Changing	false	"What was seen, and what goes into the history"
//	@Success	200,201	{object}	TimelineOne	"The timeline as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/timelines/{id} [put]
func (s *Server) putTimeline(x *exchange) error { return s.putRecord(x, record.TypeTimeline) }

// patchTimeline changes parts of a timeline.
//
//	@Summary	Change a timeline
//	@ID			patchTimeline
//	@Tags		timelines
//	@Param		id		path		string		true	"The timeline's id"
//	@Param		patch	body		Patch		true	"The keys that change; null takes one out, a list takes the place of the whole list"
//	@Param		writing	query		Changing	false	"What was seen, and what goes into the history"
//	@Success	200		{object}	TimelineOne	"The timeline as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/timelines/{id} [patch]
func (s *Server) patchTimeline(x *exchange) error { return s.patchRecord(x, record.TypeTimeline) }

// deleteTimeline retracts a timeline.
//
//	@Summary	Retract a timeline
//	@ID			deleteTimeline
//	@Tags		timelines
//	@Param		id		path		string		true	"The timeline's id"
//	@Param		writing	query		Retracting	false	"What was seen, and what goes into the history"
//	@Success	200		{object}	RevisionOne	"The line of the history that tells of it"
//	@Security	Bearer[editor]
//	@Router		/v1/timelines/{id} [delete]
func (s *Server) deleteTimeline(x *exchange) error { return s.deleteRecord(x, record.TypeTimeline) }
