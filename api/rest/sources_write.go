package rest

import "backchannel/internal/record"

// postSource enters a source.
//
//	@Summary	Enter a source
//	@ID			postSource
//	@Tags		sources
//	@Param		source	body		record.Source	true	"The source; without an id it is given one"
//	@Param		writing	query		Entering	false	"What goes into the history"
//	@Success	200,201	{object}	SourceOne	"The source as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/sources [post]
func (s *Server) postSource(x *exchange) error { return s.postRecord(x, record.TypeSource) }

// putSource makes a source what the body says.
//
//	@Summary	Replace, enter or restore a source
//	@ID			putSource
//	@Tags		sources
//	@Param		id		path		string		true	"The source's id"
//	@Param		source	body		record.Source	true	"The whole source; what a GET gave is taken"
//	@Param		writing	query		Changing	false	"What was seen, and what goes into the history"
//	@Success	200,201	{object}	SourceOne	"The source as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/sources/{id} [put]
func (s *Server) putSource(x *exchange) error { return s.putRecord(x, record.TypeSource) }

// patchSource changes parts of a source.
//
//	@Summary	Change a source
//	@ID			patchSource
//	@Tags		sources
//	@Param		id		path		string		true	"The source's id"
//	@Param		patch	body		Patch		true	"The keys that change; null takes one out, a list takes the place of the whole list"
//	@Param		writing	query		Changing	false	"What was seen, and what goes into the history"
//	@Success	200		{object}	SourceOne	"The source as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/sources/{id} [patch]
func (s *Server) patchSource(x *exchange) error { return s.patchRecord(x, record.TypeSource) }

// deleteSource retracts a source.
//
//	@Summary	Retract a source
//	@ID			deleteSource
//	@Tags		sources
//	@Param		id		path		string		true	"The source's id"
//	@Param		writing	query		Retracting	false	"What was seen, and what goes into the history"
//	@Success	200		{object}	RevisionOne	"The line of the history that tells of it"
//	@Security	Bearer[editor]
//	@Router		/v1/sources/{id} [delete]
func (s *Server) deleteSource(x *exchange) error { return s.deleteRecord(x, record.TypeSource) }
