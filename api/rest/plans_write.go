package rest

import "backchannel/internal/record"

// postPlan enters a plan.
//
//	@Summary	Enter a plan
//	@ID			postPlan
//	@Tags		plans
//	@Param		plan	body		record.Plan	true	"The plan; without an id it is given one"
//	@Param		writing	query		Entering	false	"What goes into the history"
//	@Success	200,201	{object}	PlanOne	"The plan as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/plans [post]
func (s *Server) postPlan(x *exchange) error { return s.postRecord(x, record.TypePlan) }

// putPlan makes a plan what the body says.
//
//	@Summary	Replace, enter or restore a plan
//	@ID			putPlan
//	@Tags		plans
//	@Param		id		path		string		true	"The plan's id"
//	@Param		plan	body		record.Plan	true	"The whole plan; what a GET gave is taken"
//	@Param		writing	query		Changing	false	"What was seen, and what goes into the history"
//	@Success	200,201	{object}	PlanOne	"The plan as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/plans/{id} [put]
func (s *Server) putPlan(x *exchange) error { return s.putRecord(x, record.TypePlan) }

// patchPlan changes parts of a plan.
//
//	@Summary	Change a plan
//	@ID			patchPlan
//	@Tags		plans
//	@Param		id		path		string		true	"The plan's id"
//	@Param		patch	body		Patch		true	"The keys that change; null takes one out, a list takes the place of the whole list"
//	@Param		writing	query		Changing	false	"What was seen, and what goes into the history"
//	@Success	200		{object}	PlanOne	"The plan as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/plans/{id} [patch]
func (s *Server) patchPlan(x *exchange) error { return s.patchRecord(x, record.TypePlan) }

// deletePlan retracts a plan.
//
//	@Summary	Retract a plan
//	@ID			deletePlan
//	@Tags		plans
//	@Param		id		path		string		true	"The plan's id"
//	@Param		writing	query		Retracting	false	"What was seen, and what goes into the history"
//	@Success	200		{object}	RevisionOne	"The line of the history that tells of it"
//	@Security	Bearer[editor]
//	@Router		/v1/plans/{id} [delete]
func (s *Server) deletePlan(x *exchange) error { return s.deleteRecord(x, record.TypePlan) }
