package rest

import "backchannel/internal/record"

// listPlans answers with plans.
//
//	@Summary		List plans
//	@Description	Versions of proposed or agreed texts, with what events tell of them.
//	@ID				listPlans
//	@Tags			plans
//	@Param			list	query		PlanList	false	"Which of them, and what is shown"
//	@Success		200		{object}	PlanPage	"The plans"
//	@Router			/v1/plans [get]
func (s *Server) listPlans(x *exchange) error {
	return s.listRecords(x, record.TypePlan)
}

// getPlan answers with one plan.
//
//	@Summary		Get a plan
//	@Description	One plan.
//	@ID				getPlan
//	@Tags			plans
//	@Param			id		path		string		true	"The plan's id"
//	@Param			shape	query		OneRecord	false	"What is shown of it"
//	@Success		200		{object}	PlanOne	"The plan"
//	@Failure		410		{object}	Problem		"It was retracted"
//	@Router			/v1/plans/{id} [get]
func (s *Server) getPlan(x *exchange) error { return s.getRecord(x, record.TypePlan) }
