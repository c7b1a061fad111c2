/** Servers that tests need beside n8n: started, stopped and started again, ended. */
export { startPostgres, type PostgresServer } from './postgres';
export { startRedis, type RedisOptions, type RedisServer } from './redis';
