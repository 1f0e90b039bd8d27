import { expect, test } from 'vitest'
import { ORGANIZATION_ROLES, PROJECT_ROLES } from '../contracts/console-api.ts'
import { ACTIVITY_LEVELS } from '../contracts/organization-api.ts'
import * as enums from '../generated/prisma/enums.ts'
import { INDEX_CHOICES } from '../migration/index-choice.ts'
import { AFTER_LIVES } from '../migration/policy.ts'
import { STAGES } from '../migration/stage.ts'

test('the enums of the job store are those of the code', () => {
  expect(Object.values(enums.Stage)).toEqual([...STAGES])
  expect(Object.values(enums.AfterLife)).toEqual([...AFTER_LIVES])
  expect(Object.values(enums.IndexChoice)).toEqual([...INDEX_CHOICES])
  expect(Object.values(enums.ActivityLevel)).toEqual([...ACTIVITY_LEVELS])
  expect(Object.values(enums.OrganizationRole)).toEqual([...ORGANIZATION_ROLES])
  expect(Object.values(enums.ProjectRole)).toEqual([...PROJECT_ROLES])
})
