// HTTP/1.1 on a cluster's endpoint.
import type { RequestListener } from 'node:http'
import type { Logger } from '../../lifecycle/logger.ts'
import type { Endpoint } from '../endpoint.ts'

/** Answers REST requests of one endpoint. */
export function createRestHandler(_endpoint: Endpoint, _log: Logger): RequestListener {
  return (request, response) => {
    request.resume()
    response.writeHead(501).end()
  }
}
