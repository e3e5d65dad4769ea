global using Booking.Service.Hosting;
