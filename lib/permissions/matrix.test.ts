import { describe, expect, it } from 'vitest'
import { ORGANIZATION_ROLES, PERMISSIONS, PROJECT_ROLES } from '../contracts/console-api.ts'
import { permissionsOf, refusalOf } from './matrix.ts'

const LOOK = ['project.view', 'cluster.view', 'migration.view', 'collection.query']

describe('permissionsOf', () => {
  it('an organization owner may do everything, member of the project or not', () => {
    expect(permissionsOf({ organization: 'owner', project: null })).toEqual([...PERMISSIONS])
    expect(permissionsOf({ organization: 'owner', project: 'read_only' })).toEqual([...PERMISSIONS])
  })

  it('a project admin may start, stop and cancel, but neither register endpoints nor make projects', () => {
    const admin = permissionsOf({ organization: 'member', project: 'admin' })
    expect(admin).toEqual(expect.arrayContaining(['migration.start', 'migration.stop', 'migration.cancel', 'migration.verify']))
    for (const owners of ['cluster.register', 'project.create', 'cluster.after_life'] as const)
      expect(admin).not.toContain(owners)
  })

  it('members, activities and settings of the organization are the owners\' alone, and so is deleting a project', () => {
    const owners = ['organization.members', 'organization.activities', 'organization.settings', 'project.delete'] as const
    for (const organization of ['member', 'billing_admin'] as const)
      for (const project of [...PROJECT_ROLES, null])
        for (const permission of owners) expect(permissionsOf({ organization, project })).not.toContain(permission)
  })

  it('a project admin renames the project and changes its members', () => {
    const admin = permissionsOf({ organization: 'member', project: 'admin' })
    expect(admin).toEqual(expect.arrayContaining(['project.rename', 'member.manage']))
  })

  it('read-only members may look only, and see no token', () => {
    expect(permissionsOf({ organization: 'member', project: 'read_only' }).sort()).toEqual([...LOOK].sort())
  })

  it('read-write members may use the data but touch neither clusters nor migrations', () => {
    expect(permissionsOf({ organization: 'member', project: 'read_write' }).sort()).toEqual(
      [...LOOK, 'cluster.token', 'collection.load'].sort(),
    )
  })

  it('billing admins and members see nothing of a project they do not belong to', () => {
    expect(permissionsOf({ organization: 'billing_admin', project: null })).toEqual([])
    expect(permissionsOf({ organization: 'member', project: null })).toEqual([])
  })
})

describe('verification', () => {
  it('whoever may stop the sync may verify, re-sync and download the report, and nobody else', () => {
    for (const organization of ORGANIZATION_ROLES)
      for (const project of [...PROJECT_ROLES, null]) {
        const granted = permissionsOf({ organization, project })
        expect(granted.includes('migration.verify')).toBe(granted.includes('migration.stop'))
      }
  })
})

describe('refusalOf', () => {
  it('names who may do it', () => {
    expect(refusalOf('migration.start')).toContain('Project Admin')
    expect(refusalOf('cluster.register')).not.toContain('Project Admin')
  })
})
