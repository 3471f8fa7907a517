package rest

import "backchannel/internal/record"

// postComparison enters a comparison.
//
//	@Summary	Enter a comparison
//	@ID			postComparison
//	@Tags		comparisons
//	@Param		comparison	body		record.Comparison	true	"The comparison; without an id it is given one"
//	@Param		writing	query		Entering	false	"What goes into the history"
//	@Success	200,201	{object}	ComparisonOne	"The comparison as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/comparisons [post]
func (s *Server) postComparison(x *exchange) error { return s.postRecord(x, record.TypeComparison) }

// putComparison makes a comparison what the body says.
//
//	@Summary	Replace, enter or restore a comparison
//	@ID			putComparison
//	@Tags		comparisons
//	@Param		id		path		string		true	"The comparison's id"
//	@Param		comparison	body		record.Comparison	true	"The whole comparison; what a GET gave is taken"
//	@Param		writing	query		Changing	false	"What was seen, and what goes into the history"
//	@Success	200,201	{object}	ComparisonOne	"The comparison as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/comparisons/{id} [put]
func (s *Server) putComparison(x *exchange) error { return s.putRecord(x, record.TypeComparison) }

// patchComparison changes parts of a comparison.
//
//	@Summary	Change a comparison
//	@ID			patchComparison
//	@Tags		comparisons
//	@Param		id		path		string		true	"The comparison's id"
//	@Param		patch	body		Patch		true	"The keys that change; null takes one out, a list takes the place of the whole list"
//	@Param		writing	query		Changing	false	"What was seen, and what goes into the history"
//	@Success	200		{object}	ComparisonOne	"The comparison as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/comparisons/{id} [patch]
func (s *Server) patchComparison(x *exchange) error { return s.patchRecord(x, record.TypeComparison) }

// deleteComparison retracts a comparison.
//
//	@Summary	Retract a comparison
//	@ID			deleteComparison
//	@Tags		comparisons
//	@Param		id		path		string		true	"The comparison's id"
//	@Param		writing	query		Retracting	false	"What was seen, and what goes into the history"
//	@Success	200		{object}	RevisionOne	"The line of the history that tells of it"
//	@Security	Bearer[editor]
//	@Router		/v1/comparisons/{id} [delete]
func (s *Server) deleteComparison(x *exchange) error { return s.deleteRecord(x, record.TypeComparison) }
