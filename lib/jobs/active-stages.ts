import { isActive, STAGES } from '../migration/stage.ts'

/** The stages of a migration that has not ended, for queries. */
export const ACTIVE_STAGES = STAGES.filter(isActive)
