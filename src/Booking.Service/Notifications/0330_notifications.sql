-- What a patient wants to be sent, read together with their address at the moment of sending.
alter table patients
    add column sms        boolean not null default true,
    add column reminders  boolean not null default true;
