import { describe, expect, it } from 'vitest';
import { findColumns } from './columns.ts';
import { scanText } from './scan.ts';

const valuesIn = (text: string): readonly string[] =>
  findColumns(text).map(({ start, end }) => text.slice(start, end));

describe('findColumns', () => {
  it.each([
    ["INSERT INTO leads (full_name, phone) VALUES ('Zoe Ellis', '12 34') -- 1", ['Zoe Ellis', '12 34']],
    [
      'insert into "users" ("id", "name") values (7, \'Zoe O\'\'Brien\'), (8, \'Ann\')',
      ["Zoe O''Brien", 'Ann'],
    ],
    ['first_name,last_name,plan\nZoe,Ellis,pro\nAnn,Lee,free', ['Zoe', 'Ellis', 'Ann', 'Lee']],
    ['id;Nachname;Ort\r\n1;"Ellis; Dr.";Ulm', ['Ellis; Dr.']],
    ['id\tphone\n1\t12 34', ['12 34']],
    ['name,email,plan\nZoe Ellis,zoe,pro', ['Zoe Ellis', 'zoe']],
    ['name;iban;amount\nZoe Ellis;DE12;5', ['Zoe Ellis', 'DE12']],
    ["Duplicate entry 'Zoe Ellis' for key 'users.full_name_UNIQUE'", ['Zoe Ellis']],
    ["Duplicate entry '12 34' for key 'uq_users_phone'", ['12 34']],
  ])('reads %j', (text, values) => {
    expect(valuesIn(text)).toEqual(values);
  });

  it.each([
    "INSERT INTO products (id, name) VALUES (7, 'Oak Table')",
    'INSERT INTO orders (id, total) VALUES (7, 12)',
    'sku,name,price\n1,Oak Table,20',
    'Dear Zoe, your phone, your choice\nbuy one now',
    'phone,plan\n',
    'a, phone\nonly one field',
    'VALUES (1, 2)',
    "Duplicate entry '7-12' for key 'orders.PRIMARY'",
  ])('reads none in %j', (text) => {
    expect(valuesIn(text)).toEqual([]);
  });

  it('lets the detectors judge what stands there', () => {
    const kinds = scanText('vorname,telefon,status\nZoe,unknown,ok').map(({ kind }) => kind);
    expect(kinds).toEqual(['name']);
  });
});
